namespace SmtpGate.Commands;

/// <summary>Event ids 1600 to 1699.</summary>
internal static partial class Log
{
    [LoggerMessage(1600, LogLevel.Information, "The configuration '{Path}' was read again")]
    public static partial void Reloaded(ILogger logger, string path);

    [LoggerMessage(1601, LogLevel.Error, "The configuration '{Path}' is not followed, the settings before it stay: {Why}")]
    public static partial void NotReloaded(ILogger logger, string path, string why);
}
