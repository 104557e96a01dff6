namespace SmtpGate.Sinks;

/// <summary>One sink bound to the events it is for.</summary>
/// <param name="Terms">When it runs.</param>
public sealed record SinkBinding(string Name, ISink Sink, BindingTerms Terms)
{
    public bool IsFor(string name) =>
        Terms.Events.Contains(name, StringComparer.OrdinalIgnoreCase)
        || (Terms.Events.Contains(SinkEvent.All)
            && name is not (SinkEvent.Connect or SinkEvent.EndOfData or SinkEvent.Disconnect));
}

/// <summary>When a sink runs, and how its replies are told from others.</summary>
/// <param name="Id">What the binding is known by while its settings change.</param>
/// <param name="Priority">0 runs first, 32767 last; equal ones in the order of registration.</param>
/// <param name="Rule">Null: whatever the command says.</param>
/// <param name="Marker">Stands behind each reply that the sink made; empty for none.</param>
public sealed record BindingTerms(
    Guid Id, IReadOnlyList<string> Events, int Priority, bool Enabled, BindingRule? Rule, string Marker)
{
    public const int FirstPriority = 0;
    public const int LastPriority = 32767;

    /// <summary>The default of the event system that sinks come from.</summary>
    public const int DefaultPriority = 24575;
}
