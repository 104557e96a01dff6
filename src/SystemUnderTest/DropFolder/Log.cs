namespace SmtpGate.DropFolder;

/// <summary>Event ids 2000 to 2099.</summary>
internal static partial class Log
{
    [LoggerMessage(2000, LogLevel.Information, "{Path} is taken, and lies in {Place} until it is sent")]
    public static partial void Taken(ILogger logger, string path, string place);

    [LoggerMessage(2001, LogLevel.Information, "{Path} is sent as message {Id}")]
    public static partial void Sent(ILogger logger, string path, string id);

    [LoggerMessage(2002, LogLevel.Error, "{Path} cannot be sent, and lies in {Place} now: {Why}")]
    public static partial void SetAside(ILogger logger, string path, string place, string why);

    [LoggerMessage(2003, LogLevel.Error, "{Path} cannot be picked up now; it stays, and is tried at each look: {Why}")]
    public static partial void Stuck(ILogger logger, string path, string why);

    [LoggerMessage(
        2004, LogLevel.Warning, "Badmail in {Folder} has {Octets} octets of {Most}; look at it, and delete what is of no use")]
    public static partial void BadmailFills(ILogger logger, string folder, long octets, long most);

    [LoggerMessage(2005, LogLevel.Warning, "Badmail has no room: {Path} is deleted, the oldest")]
    public static partial void BadmailRemoved(ILogger logger, string path);
}
