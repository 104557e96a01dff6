using System.Net;
using SmtpGate.Grammar;

namespace SmtpGate.Recipients;

/// <summary>Event ids 1200 to 1299.</summary>
internal static partial class Log
{
    [LoggerMessage(1200, LogLevel.Information, "Recipient <{Recipient}> rejected: unknown to the internal server")]
    public static partial void Rejected(ILogger logger, Mailbox recipient);

    [LoggerMessage(1201, LogLevel.Warning, "Recipient <{Recipient}> accepted unverified: {Why}")]
    public static partial void AcceptedUnverified(ILogger logger, Mailbox recipient, string why);

    [LoggerMessage(1202, LogLevel.Debug, "Verification connection to {Server} opened")]
    public static partial void Opened(ILogger logger, IPEndPoint server);

    [LoggerMessage(1203, LogLevel.Debug, "Verification connection to {Server} closed: {Why}")]
    public static partial void Closed(ILogger logger, IPEndPoint server, string why);

    [LoggerMessage(1205, LogLevel.Warning,
        "Internal server {Server} is left alone for {Seconds} s: it failed too often in a row")]
    public static partial void LeftAlone(ILogger logger, IPEndPoint server, double seconds);

    [LoggerMessage(1206, LogLevel.Warning,
        "The internal server accepts every recipient of {Domain}, even one that cannot be there: verification says nothing")]
    public static partial void AcceptsAll(ILogger logger, string domain);

    [LoggerMessage(1207, LogLevel.Warning, "Recipient <{Recipient}> refused for now, unverified: {Why}")]
    public static partial void Deferred(ILogger logger, Mailbox recipient, string why);

    [LoggerMessage(1208, LogLevel.Information, "The settings of the sink '{Sink}' were read anew: {Why}")]
    public static partial void ReadAnew(ILogger logger, string sink, string why);

    [LoggerMessage(1209, LogLevel.Error, "The changed settings of the sink '{Sink}' are not used, those before stay: {Problem}")]
    public static partial void SettingsKept(ILogger logger, string sink, string problem);

    [LoggerMessage(1210, LogLevel.Error, "What was verified is not kept in '{File}': {Why}")]
    public static partial void CacheNotKept(ILogger logger, string file, string why);

    [LoggerMessage(1211, LogLevel.Warning, "Key 1 of the sink '{Sink}' could not be set back to 0: {Why}")]
    public static partial void RefreshStays(ILogger logger, string sink, string why);

    [LoggerMessage(1212, LogLevel.Error,
        "A verification connection to {Server} could not be opened; this is a fault of the gateway")]
    public static partial void OpeningFault(ILogger logger, IPEndPoint server, Exception fault);

    [LoggerMessage(1204, LogLevel.Warning,
        "The sink '{Sink}' accepts every recipient: its InternalServer (key 0) is no IP address")]
    public static partial void NoServer(ILogger logger, string sink);
}
