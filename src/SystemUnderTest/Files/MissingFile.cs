namespace SmtpGate.Files;

/// <summary>Why a file that is to be read cannot be.</summary>
public static class MissingFile
{
    /// <summary>Null where there is a file.</summary>
    public static string? Find(string path) =>
        File.Exists(path) ? null
        : Directory.Exists(path) ? $"'{path}' is a folder, not a file"
        : $"there is no file '{path}'";
}
