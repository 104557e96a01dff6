using SmtpGate.Outgoing;

namespace SmtpGate.Queue;

/// <summary>Event ids 1800 to 1899.</summary>
internal static partial class Log
{
    [LoggerMessage(1800, LogLevel.Debug, "Message {Id} to {Recipient} by {Route}: {Answer}")]
    public static partial void Said(ILogger logger, string id, string recipient, Route route, Answer answer);

    [LoggerMessage(1801, LogLevel.Information, "Message {Id} is queued for {Count}")]
    public static partial void Queued(ILogger logger, string id, int count);

    [LoggerMessage(1802, LogLevel.Information, "Message {Id} is delivered")]
    public static partial void Delivered(ILogger logger, string id);

    [LoggerMessage(1803, LogLevel.Warning, "Message {Id} waits until {Next:u}: {Why}")]
    public static partial void Waits(ILogger logger, string id, DateTimeOffset next, string why);

    [LoggerMessage(1804, LogLevel.Warning, "Message {Id} could not be delivered to {Recipients}: {Why}")]
    public static partial void Failed(ILogger logger, string id, string recipients, string why);

    [LoggerMessage(1805, LogLevel.Error, "Message {Id} is badmail: {Why}")]
    public static partial void Badmail(ILogger logger, string id, string why);

    [LoggerMessage(1815, LogLevel.Information, "Report {Id} goes once more, with as much of it as 7 bits can say: {Why}")]
    public static partial void SentPlain(ILogger logger, string id, string why);

    [LoggerMessage(1806, LogLevel.Error, "Message {Id} of the spool has no envelope that can be read; it stays there")]
    public static partial void Unreadable(ILogger logger, string id);

    [LoggerMessage(
        1817, LogLevel.Error, "Message {Id} cannot be read any more, and is not given back with what is told of it: {Why}")]
    public static partial void Lost(ILogger logger, string id, string why);

    [LoggerMessage(1807, LogLevel.Error, "What was heard of message {Id} could not be kept")]
    public static partial void Fault(ILogger logger, string id, Exception fault);

    [LoggerMessage(
        1810, LogLevel.Warning,
        "The queue in {Folder} gets no more mail; what it has goes on its way until the gateway stops: messages {Count}")]
    public static partial void Left(ILogger logger, string folder, int count);

    [LoggerMessage(
        1816, LogLevel.Warning,
        "What is held fills the room there is for it: octets {Octets} of {Limit}; release or remove some")]
    public static partial void HeldFills(ILogger logger, long octets, long limit);

    [LoggerMessage(1811, LogLevel.Error, "Message {Id} cannot be put into {Folder}: {Why}")]
    public static partial void NotDropped(ILogger logger, string id, string folder, string why);

    [LoggerMessage(1812, LogLevel.Warning, "Message {Id} lies in {Folder}, but could be gone when the power goes: {Why}")]
    public static partial void NotSynced(ILogger logger, string id, string folder, string why);

    [LoggerMessage(1813, LogLevel.Error, "Message {Id} could not be sent to {Route}")]
    public static partial void Broken(ILogger logger, string id, Route route, Exception fault);

    [LoggerMessage(1814, LogLevel.Error, "There is no session with {Route}")]
    public static partial void NoSession(ILogger logger, Route route, Exception fault);
}
