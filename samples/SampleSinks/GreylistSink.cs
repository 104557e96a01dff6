using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using SmtpGate.Grammar;
using SmtpGate.Sinks;

namespace Samples;

/// <summary>
/// Greylisting (RFC 6647), as small as it can be: who is new is asked to come again, and welcome when it does. Bind it to
/// RCPT. Settings: <c>{ "Seconds": 60 }</c>, how long a stranger has to wait.
/// </summary>
/// <param name="settings">As they stand in the configuration; empty where there are none.</param>
public sealed class GreylistSink(string settings) : ISink
{
    // More strangers than anyone greets at a time.
    private const int MostStrangers = 100_000;

    private static readonly Reply Later = new(450, "4.7.1", "You are new here; please come again");

    private readonly TimeSpan _wait = TimeSpan.FromSeconds(Seconds(settings));
    private readonly ConcurrentDictionary<(IPAddress?, string, string), long> _strangers = new();

    public ValueTask<Passing> OnEventAsync(SinkContext context, CancellationToken cancel)
    {
        // What does not concern the sink passes on: other commands, and who has shown who it is.
        if (context.Command is not Command.Rcpt rcpt || context.Session.Properties.Find<bool>(SessionProperty.Authenticated))
            return new(Passing.On);
        if (_strangers.Count > MostStrangers)
            _strangers.Clear();
        var triplet = (context.Session.Client, $"{context.Session.From}", $"{rcpt.To}");
        var first = _strangers.GetOrAdd(triplet, _ => TimeProvider.System.GetTimestamp());
        if (TimeProvider.System.GetElapsedTime(first) >= _wait)
            return new(Passing.On);
        context.Reply = Later;
        context.Status = SinkStatus.TransientFailure;
        return new(Passing.Consumed);
    }

    private static int Seconds(string settings) => settings.Length > 0
        && JsonDocument.Parse(settings).RootElement.TryGetProperty("Seconds", out var seconds) ? seconds.GetInt32() : 60;
}
