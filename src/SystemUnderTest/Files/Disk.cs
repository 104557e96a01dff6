using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace SmtpGate.Files;

/// <summary>What the runtime does not offer for making octets durable.</summary>
internal static partial class Disk
{
    // O_RDONLY, which is 0 wherever there is a libc.
    private const int ToRead = 0;

    private static readonly bool HasLibrary = OperatingSystem.IsLinux() || OperatingSystem.IsMacOS();

    /// <summary>A file's octets, and what is needed to find them; not when it was changed.</summary>
    /// <exception cref="IOException">They may not be on the disk.</exception>
    public static void Sync(SafeFileHandle file)
    {
        if (OperatingSystem.IsLinux())
            Succeed(DataSync(file), "fdatasync");
        else
            RandomAccess.FlushToDisk(file);
    }

    /// <summary>That files of the folder have the names they have.</summary>
    /// <exception cref="IOException">It may be otherwise on the disk.</exception>
    public static void SyncFolder(string path)
    {
        // Windows keeps no names back.
        if (!HasLibrary)
            return;
        var folder = Open(path, ToRead);
        Succeed(folder, "open");
        var result = FileSync(folder);
        var error = Marshal.GetLastPInvokeError();
        _ = Close(folder);
        Marshal.SetLastPInvokeError(error);
        Succeed(result, "fsync");
    }

    private static void Succeed(int result, string what)
    {
        if (result < 0)
            throw new IOException($"{what}: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    private static partial int DataSync(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FileSync(int folder);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int folder);
}
