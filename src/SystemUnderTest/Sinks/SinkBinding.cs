namespace SmtpGate.Sinks;

/// <summary>One sink bound to the events it is for.</summary>
/// <param name="Priority">0 runs first, 32767 last; equal ones in the order of registration.</param>
public sealed record SinkBinding(string Name, ISink Sink, IReadOnlyList<string> Events, int Priority, bool Enabled)
{
    public const int FirstPriority = 0;
    public const int LastPriority = 32767;

    /// <summary>The default of the event system that sinks come from.</summary>
    public const int DefaultPriority = 24575;

    public bool IsFor(string name) =>
        Events.Contains(name, StringComparer.OrdinalIgnoreCase)
        || (Events.Contains(SinkEvent.All) && name is not (SinkEvent.Connect or SinkEvent.EndOfData or SinkEvent.Disconnect));
}
