namespace SmtpSim.Wire;

/// <summary>
/// Tells whoever waits that something changed. Take <see cref="Next"/>, then look, then wait: nothing is missed. Costs nothing
/// while nobody waits.
/// </summary>
public sealed class Signal
{
    private TaskCompletionSource? _next;

    /// <summary>Done at the next change.</summary>
    public Task Next
    {
        get
        {
            if (Volatile.Read(ref _next) is { } waited)
                return waited.Task;
            var own = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return (Interlocked.CompareExchange(ref _next, own, null) ?? own).Task;
        }
    }

    /// <summary>Call it after the change.</summary>
    public void Raise() => Interlocked.Exchange(ref _next, null)?.SetResult();
}
