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
        Bindings = [.. bindings.OrderBy(b => b.Terms.Priority)];
        var enabled = Bindings.Where(b => b.Terms.Enabled).ToList();
        _forAnyCommand = [.. enabled.Where(b => b.IsFor(SinkEvent.All))];
        _byEvent = SinkEvent.Names.ToDictionary(name => name, name => enabled.Where(b => b.IsFor(name)).ToArray());
    }

    /// <summary>In the order they run, the disabled ones too.</summary>
    public IReadOnlyList<SinkBinding> Bindings { get; }

    /// <summary>True where some sink may be asked.</summary>
    public bool Hears(string name) => For(name).Length > 0;

    /// <summary>Asks the sinks; the last word each had stands in the context.</summary>
    public async ValueTask<Passing> AskAsync(SinkContext context, CancellationToken cancel)
    {
        foreach (var binding in For(context.Event))
        {
            if (binding.Terms.Rule is { } rule && !rule.Matches(context.Line, context.Command))
                continue;
            var before = context.Reply;
            var passing = await binding.Sink.OnEventAsync(context, cancel);
            if (binding.Terms.Marker.Length > 0)
                ReplyMarker.Mark(context, before, binding.Terms.Marker);
            Log.Asked(_logger, binding.Name, context.Event, passing, context.Reply?.Code);
            if (passing == Passing.Consumed)
                return Passing.Consumed;
        }
        return Passing.On;
    }

    private SinkBinding[] For(string name) => _byEvent.GetValueOrDefault(name, _forAnyCommand);
}
