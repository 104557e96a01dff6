namespace SmtpGate.Sinks;

/// <summary>All bindings, in the order they run: asks each in turn until one consumes the event.</summary>
public sealed class SinkChain
{
    private readonly Dictionary<string, SinkBinding[]> _byEvent;

    private readonly ILogger _logger;

    public SinkChain(IEnumerable<SinkBinding> bindings, ILogger<SinkChain> logger)
    {
        _logger = logger;
        // OrderBy is stable: equal priorities stay in the order of registration.
        var ordered = bindings.Where(b => b.Enabled).OrderBy(b => b.Priority).ToList();
        _byEvent = SinkEvent.Names.ToDictionary(name => name, name => ordered.Where(b => b.IsFor(name)).ToArray());
    }

    /// <summary>True where some sink would be asked.</summary>
    public bool Hears(string name) => _byEvent.TryGetValue(name, out var bindings) && bindings.Length > 0;

    /// <summary>Asks the sinks; the last word each had stands in the context.</summary>
    public async ValueTask<Passing> AskAsync(SinkContext context, CancellationToken cancel)
    {
        if (!_byEvent.TryGetValue(context.Event, out var bindings))
            return Passing.On;
        foreach (var binding in bindings)
        {
            var passing = await binding.Sink.OnEventAsync(context, cancel);
            Log.Asked(_logger, binding.Name, context.Event, passing, context.Reply?.Code);
            if (passing == Passing.Consumed)
                return Passing.Consumed;
        }
        return Passing.On;
    }
}
