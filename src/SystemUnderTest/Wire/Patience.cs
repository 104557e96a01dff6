namespace SmtpGate.Wire;

/// <summary>
/// How long a pending read may take. One timer for the whole session: when it fires, the read returns as cancelled, and
/// nothing is allocated while a client sits idle.
/// </summary>
public sealed class Patience : IDisposable
{
    private readonly ITimer _timer;
    private volatile bool _over;

    /// <param name="interrupt">Lets the pending read return as cancelled.</param>
    public Patience(Action interrupt, TimeProvider clock) => _timer = clock.CreateTimer(
        _ =>
        {
            _over = true;
            interrupt();
        },
        null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>True once a limit has passed.</summary>
    public bool IsOver => _over;

    public void Begin(TimeSpan limit) => _timer.Change(limit, Timeout.InfiniteTimeSpan);

    public void End() => _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    public void Dispose() => _timer.Dispose();
}
