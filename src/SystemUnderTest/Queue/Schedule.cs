namespace SmtpGate.Queue;

/// <summary>Messages that wait for their time.</summary>
internal sealed class Schedule : IDisposable
{
    // Whatever the clock does, it is looked at again after this.
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    private readonly Lock _lock = new();
    private readonly PriorityQueue<QueuedMessage, DateTimeOffset> _waiting = new();
    private readonly TimeProvider _clock;
    private readonly Action<QueuedMessage, DateTimeOffset> _due;
    private readonly ITimer _timer;

    /// <param name="due">Told of each whose time has come, and of that time.</param>
    public Schedule(TimeProvider clock, Action<QueuedMessage, DateTimeOffset> due)
    {
        (_clock, _due) = (clock, due);
        _timer = clock.CreateTimer(_ => Look(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Add(QueuedMessage message, DateTimeOffset at)
    {
        lock (_lock)
        {
            _waiting.Enqueue(message, at);
            Arm();
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        var due = new List<(QueuedMessage Message, DateTimeOffset At)>();
        lock (_lock)
        {
            var now = _clock.GetUtcNow();
            while (_waiting.TryPeek(out var message, out var at) && at <= now)
            {
                due.Add((message, at));
                _waiting.Dequeue();
            }
            Arm();
        }
        foreach (var (message, at) in due)
            _due(message, at);
    }

    private void Arm()
    {
        if (!_waiting.TryPeek(out _, out var at))
            return;
        var left = at - _clock.GetUtcNow();
        _timer.Change(left < TimeSpan.Zero ? TimeSpan.Zero : left > Longest ? Longest : left, Timeout.InfiniteTimeSpan);
    }
}
