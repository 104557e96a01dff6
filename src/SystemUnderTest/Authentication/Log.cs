using System.Net;

namespace SmtpGate.Authentication;

/// <summary>Event ids 1500 to 1599. What a client says to show who it is never gets here, but for the name of its user.</summary>
internal static partial class Log
{
    [LoggerMessage(1500, LogLevel.Information, "{Client} authenticated as '{User}' by {Mechanism}, {Cipher}")]
    public static partial void Authenticated(ILogger logger, IPAddress? client, string user, string mechanism, string cipher);

    [LoggerMessage(1501, LogLevel.Warning, "{Client} failed to authenticate as '{User}' by {Mechanism}")]
    public static partial void Failed(ILogger logger, IPAddress? client, string user, string mechanism);

    [LoggerMessage(1502, LogLevel.Warning, "{Client} may not authenticate for a while: too many failures {Of}")]
    public static partial void Blocked(ILogger logger, IPAddress? client, string of);

    [LoggerMessage(1503, LogLevel.Information, "{Count} users read from '{File}'")]
    public static partial void UsersRead(ILogger logger, int count, string file);

    [LoggerMessage(1504, LogLevel.Error, "The changed file of users is not used, the users before stay: {Problem}")]
    public static partial void UsersKept(ILogger logger, string problem);

    [LoggerMessage(1505, LogLevel.Error, "The user base cannot be asked: {Server}: {Why}")]
    public static partial void NoToken(ILogger logger, Uri server, string why);

    [LoggerMessage(1506, LogLevel.Warning, "Passwords may be sent in clear: Auth:BeforeTls is on")]
    public static partial void InClear(ILogger logger);
}
