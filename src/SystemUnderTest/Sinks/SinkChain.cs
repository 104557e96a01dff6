namespace SmtpGate.Sinks;

/// <summary>All bindings, in the order they run: asks each in turn until one consumes the event.</summary>
public sealed class SinkChain
{
    private readonly Dictionary<string, SinkBinding[]> _byEvent;

    // Verbs that are no event of their own are heard by the sinks that hear every command.
    private readonly SinkBinding[] _forAnyCommand;

    private readonly ILogger _logger;

    public SinkChain(IEnumerable<SinkBinding> bindings, ILogger<SinkChain> logger)
    {
        _logger = logger;
        // OrderBy is stable: equal priorities stay in the order of registration.
        var ordered = bindings.Where(b => b.Enabled).OrderBy(b => b.Priority).ToList();
        _forAnyCommand = [.. ordered.Where(b => b.IsFor(SinkEvent.All))];
        _byEvent = SinkEvent.Names.ToDictionary(name => name, name => ordered.Where(b => b.IsFor(name)).ToArray());
    }

    /// <summary>True where some sink would be asked.</summary>
    public bool Hears(string name) => For(name).Length > 0;

    /// <summary>Asks the sinks; the last word each had stands in the context.</summary>
    public async ValueTask<Passing> AskAsync(SinkContext context, CancellationToken cancel)
    {
        foreach (var binding in For(context.Event))
        {
            var passing = await binding.Sink.OnEventAsync(context, cancel);
            Log.Asked(_logger, binding.Name, context.Event, passing, context.Reply?.Code);
            if (passing == Passing.Consumed)
                return Passing.Consumed;
        }
        return Passing.On;
    }

    /// <summary>No new session asks these sinks: what they keep open between events is no longer needed.</summary>
    public void Retire()
    {
        foreach (var sink in _byEvent.Values.Append(_forAnyCommand).SelectMany(b => b).Select(b => b.Sink).Distinct())
            (sink as IDisposable)?.Dispose();
    }

    private SinkBinding[] For(string name) => _byEvent.GetValueOrDefault(name, _forAnyCommand);
}
