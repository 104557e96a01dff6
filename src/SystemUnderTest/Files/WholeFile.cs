namespace SmtpGate.Files;

/// <summary>Puts a file in another's place in one step: nobody ever reads half of it.</summary>
public static class WholeFile
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const UnixFileMode Others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>
    /// With the permissions of the file that it replaces; a new one is its owner's alone. Where the path is a link, it stays
    /// one.
    /// </summary>
    /// <param name="isSecret">Nobody else may read it, whatever the permissions were.</param>
    /// <exception cref="IOException">It could not be written; the file is as it was.</exception>
    public static void Write(string path, bool isSecret, Action<Stream> write)
    {
        var isThere = File.Exists(path);
        var target = Links.End(path);
        // A name of its own: nobody moves what somebody else is still writing.
        var next = $"{target}.{Path.GetRandomFileName()}";
        using (var file = new FileStream(next, OwnersOnly()))
        {
            write(file);
            if (isThere && !OperatingSystem.IsWindows())
                File.SetUnixFileMode(file.SafeFileHandle, ModeOf(target, isSecret));
            file.Flush(flushToDisk: true);
        }
        File.Move(next, target, overwrite: true);
    }

    private static FileStreamOptions OwnersOnly()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = Owner;
        return options;
    }

    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    private static UnixFileMode ModeOf(string file, bool isSecret) =>
        File.GetUnixFileMode(file) & (isSecret ? ~Others : (UnixFileMode)~0);
}
