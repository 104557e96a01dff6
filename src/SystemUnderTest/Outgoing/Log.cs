namespace SmtpGate.Outgoing;

/// <summary>Event ids 1100 to 1199.</summary>
internal static partial class Log
{
    [LoggerMessage(1100, LogLevel.Information, "Message {Id}: {Code} {Text}")]
    public static partial void Delivered(ILogger logger, string id, int code, string text);
}
