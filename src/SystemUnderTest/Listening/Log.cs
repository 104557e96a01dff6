using System.Net;

namespace SmtpGate.Listening;

/// <summary>Event ids 1900 to 1999.</summary>
internal static partial class Log
{
    [LoggerMessage(
        1900, LogLevel.Error,
        "No further connection to {EndPoint} is accepted: too many files and connections are open; raise the system's limit "
        + "(ulimit -n), or lower Limits:Connections")]
    public static partial void Exhausted(ILogger logger, EndPoint endPoint);

    [LoggerMessage(1901, LogLevel.Information, "Connections to {EndPoint} are accepted again")]
    public static partial void Relieved(ILogger logger, EndPoint endPoint);
}
