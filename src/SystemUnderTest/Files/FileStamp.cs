namespace SmtpGate.Files;

/// <summary>Tells a file from what it was before. All files that are not there have the same.</summary>
public readonly record struct FileStamp(DateTime Written, long Length)
{
    public static FileStamp Of(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? new FileStamp(file.LastWriteTimeUtc, file.Length) : default;
    }
}
