using System.Net;

namespace SmtpGate.Sessions;

/// <summary>Event ids 1000 to 1099.</summary>
internal static partial class Log
{
    [LoggerMessage(1000, LogLevel.Debug, "The connection of {Client} was lost: {Why}")]
    public static partial void ConnectionLost(ILogger logger, IPAddress? client, string why);

    [LoggerMessage(1002, LogLevel.Information, "No TLS with {Client}: {Why}")]
    public static partial void NoTls(ILogger logger, IPAddress? client, string why);

    [LoggerMessage(1001, LogLevel.Error, "The session of {Client} failed; this is a fault of the gateway")]
    public static partial void SessionFault(ILogger logger, IPAddress? client, Exception fault);
}
