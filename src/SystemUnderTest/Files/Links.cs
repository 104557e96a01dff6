namespace SmtpGate.Files;

/// <summary>Where symbolic links lead.</summary>
internal static class Links
{
    /// <summary>The path itself where it is no link, or one that leads nowhere.</summary>
    public static string End(string path)
    {
        try
        {
            return File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path : path;
        }
        catch (IOException)
        {
            return path;
        }
    }
}
