using System.Net;

namespace SmtpGate.Sessions;

/// <summary>Event ids 1000 to 1099.</summary>
internal static partial class Log
{
    [LoggerMessage(1000, LogLevel.Debug, "The connection of {Client} was lost: {Why}")]
    public static partial void ConnectionLost(ILogger logger, IPAddress? client, string why);

    [LoggerMessage(1002, LogLevel.Information, "No TLS with {Client}: {Why}")]
    public static partial void NoTls(ILogger logger, IPAddress? client, string why);

    [LoggerMessage(1003, LogLevel.Warning, "{Client} is refused: there are as many connections as there may be")]
    public static partial void TooMany(ILogger logger, IPAddress? client);

    [LoggerMessage(1004, LogLevel.Warning, "{Client} is to be a proxy, and did not begin with a PROXY header")]
    public static partial void NoProxyHeader(ILogger logger, IPAddress? client);

    [LoggerMessage(1001, LogLevel.Error, "The session of {Client} failed; this is a fault of the gateway")]
    public static partial void SessionFault(ILogger logger, IPAddress? client, Exception fault);
}
