namespace SmtpGate.Files;

/// <summary>Tells a file from what it was before. All files that are not there have the same.</summary>
public readonly record struct FileStamp(DateTime Written, long Length)
{
    /// <summary>Of a link: what stands at its end, which may be another file from one look to the next.</summary>
    public static FileStamp Of(string path)
    {
        var file = new FileInfo(path);
        if (file.Exists && file.Attributes.HasFlag(FileAttributes.ReparsePoint))
            file = new FileInfo(Links.End(path));
        return file.Exists ? new FileStamp(file.LastWriteTimeUtc, file.Length) : default;
    }
}
