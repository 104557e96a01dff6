namespace SmtpGate.Sinks;

/// <summary>Event ids 1300 to 1399.</summary>
internal static partial class Log
{
    [LoggerMessage(1300, LogLevel.Debug, "Sink '{Sink}' on {Event}: {Passing}, reply {Code}")]
    public static partial void Asked(ILogger logger, string sink, string @event, Passing passing, int? code);
}
