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

    [LoggerMessage(1204, LogLevel.Warning,
        "The sink '{Sink}' accepts every recipient: its InternalServer (key 0) is no IP address")]
    public static partial void NoServer(ILogger logger, string sink);
}
