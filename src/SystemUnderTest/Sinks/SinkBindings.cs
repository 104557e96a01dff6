namespace SmtpGate.Sinks;

/// <summary>
/// The bindings as they are at this moment: they change while sessions go on, which notice at their next event.
/// </summary>
public sealed class SinkBindings(SinkChain first)
{
    private volatile SinkChain _current = first;

    public SinkChain Current => _current;

    /// <summary>Sinks that are bound no longer let go of what they keep open; those that are stay as they are.</summary>
    public void Change(SinkChain next)
    {
        var before = Interlocked.Exchange(ref _current, next);
        var bound = next.Bindings.Select(b => b.Sink).ToHashSet();
        foreach (var sink in before.Bindings.Select(b => b.Sink).Distinct().Where(s => !bound.Contains(s)))
            (sink as IDisposable)?.Dispose();
    }

    /// <summary>No session asks any more.</summary>
    public void Retire()
    {
        foreach (var sink in _current.Bindings.Select(b => b.Sink).Distinct())
            (sink as IDisposable)?.Dispose();
    }
}
