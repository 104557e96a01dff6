using SmtpSim.Transcripts;

namespace SmtpSim.Commands;

/// <summary>Files and folders that a command writes; what cannot be written is an error that names it.</summary>
internal static class Files
{
    /// <exception cref="UnusableFileException">It cannot be written.</exception>
    public static void Write(string path, string text) => Try(path, () => File.WriteAllText(path, text));

    /// <summary>What takes long to find out is to find its place. What stands there stays until then.</summary>
    /// <exception cref="UnusableFileException">It cannot be written.</exception>
    public static void Check(string path)
    {
        var isThere = File.Exists(path);
        Try(path, () => File.Open(path, FileMode.Append).Dispose());
        if (!isThere)
            File.Delete(path);
    }

    /// <summary>The folder's full path; it is made if it is not there.</summary>
    /// <exception cref="UnusableFileException">It cannot be made.</exception>
    public static string Folder(string path)
    {
        if (File.Exists(path))
            throw new UnusableFileException(path, 0, 0, "this is a file, and a folder is needed");
        Try(path, () => Directory.CreateDirectory(path));
        return Path.GetFullPath(path);
    }

    /// <summary>The same; what comes after hours is to find its place.</summary>
    /// <exception cref="UnusableFileException">It cannot be made, or nothing be written into it.</exception>
    public static string WritableFolder(string path)
    {
        var folder = Folder(path);
        var probe = Path.Combine(folder, $".smtpsim-{Environment.ProcessId}");
        Try(path, () =>
        {
            File.WriteAllText(probe, "");
            File.Delete(probe);
        });
        return folder;
    }

    /// <exception cref="UnusableFileException">It cannot be written.</exception>
    public static void Try(string path, Action write)
    {
        try
        {
            write();
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            throw new UnusableFileException(path, 0, 0, $"this cannot be written: {unwritable.Message}");
        }
    }
}
