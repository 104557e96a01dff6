namespace SmtpGate.Spool;

/// <summary>Event ids 1700 to 1799.</summary>
internal static partial class Log
{
    [LoggerMessage(1700, LogLevel.Error, "The spool cannot be written, no message is taken: {Why}")]
    public static partial void Refused(ILogger logger, string why);

    [LoggerMessage(1701, LogLevel.Information, "The spool can be written again")]
    public static partial void Recovered(ILogger logger);

    [LoggerMessage(
        1704, LogLevel.Warning,
        "No room in {Folder}, nothing is taken: messages {Messages} (MostMessages {Most}), octets free {Octets} (least {Least})")]
    public static partial void Full(ILogger logger, string folder, int messages, int? most, long octets, long least);

    [LoggerMessage(1705, LogLevel.Information, "There is room in {Folder} again")]
    public static partial void Room(ILogger logger, string folder);

    [LoggerMessage(1702, LogLevel.Warning, "Set aside as damaged/{Name}: {Reason}")]
    public static partial void SetAside(ILogger logger, string name, string reason);

    [LoggerMessage(1706, LogLevel.Error, "{Name} cannot be set aside in damaged/, and is passed over: {Why}")]
    public static partial void NotSetAside(ILogger logger, string name, string why);

    [LoggerMessage(
        1707, LogLevel.Error, "Message {Id} cannot be read where it lies, and keeps its segment from coming free: {Why}")]
    public static partial void NotMoved(ILogger logger, string id, string why);

    [LoggerMessage(1703, LogLevel.Information, "Messages in the spool: {Count}")]
    public static partial void Opened(ILogger logger, int count);
}
