namespace SmtpGate.DropFolder;

/// <summary>Event ids 2000 to 2099.</summary>
internal static partial class Log
{
    [LoggerMessage(2000, LogLevel.Information, "{Path} was picked up as message {Id}")]
    public static partial void Taken(ILogger logger, string path, string id);

    [LoggerMessage(2001, LogLevel.Error, "{Path} cannot be sent, and lies in {Place} now: {Why}")]
    public static partial void SetAside(ILogger logger, string path, string place, string why);

    [LoggerMessage(2002, LogLevel.Error, "The pickup directory {Folder} cannot be used: {Why}")]
    public static partial void Unreadable(ILogger logger, string folder, string why);
}
