namespace SmtpGate.Tests;

/// <summary>A clock that stands still until a test moves it. Timers fire inside <see cref="Advance"/>, in their order.</summary>
internal sealed class ManualTime : TimeProvider
{
    public static readonly DateTimeOffset Start = new(2026, 1, 5, 9, 30, 0, TimeSpan.Zero);

    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private readonly List<(TimeSpan Due, TaskCompletionSource Armed)> _watchers = [];
    private TimeSpan _now;

    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;

    public override TimeZoneInfo LocalTimeZone => Zone;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _now.Ticks;

    public override DateTimeOffset GetUtcNow() => Start + _now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock; whatever is due on the way happens at its time.</summary>
    public void Advance(TimeSpan by)
    {
        var target = _now + by;
        while (TakeNext(target) is { } due)
            due.Fire();
        _now = target;
    }

    /// <summary>True where some timer fires that long from now.</summary>
    public bool IsArmed(TimeSpan due)
    {
        lock (_gate)
            return _timers.Exists(t => t.Due == _now + due);
    }

    /// <summary>Waits, not for ever, until some timer is set to fire that long from now.</summary>
    public Task ArmedAsync(TimeSpan due)
    {
        var armed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (IsArmed(due))
                return Task.CompletedTask;
            _watchers.Add((_now + due, armed));
        }
        return armed.Task.WaitAsync(TestLimits.Wait);
    }

    private ManualTimer? TakeNext(TimeSpan target)
    {
        lock (_gate)
        {
            var next = _timers.Where(t => t.Due <= target).MinBy(t => t.Due);
            if (next is null)
                return null;
            _now = next.Due;
            _timers.Remove(next);
            return next;
        }
    }

    private void Set(ManualTimer timer, TimeSpan due)
    {
        lock (_gate)
        {
            _timers.Remove(timer);
            if (due == Timeout.InfiniteTimeSpan)
                return;
            timer.Due = _now + due;
            _timers.Add(timer);
            foreach (var (_, armed) in _watchers.Where(w => w.Due == timer.Due))
                armed.TrySetResult();
        }
    }

    private sealed class ManualTimer(ManualTime clock, Action callback) : ITimer
    {
        private TimeSpan _period = Timeout.InfiniteTimeSpan;

        public TimeSpan Due { get; set; }

        public void Fire()
        {
            if (_period > TimeSpan.Zero)
                clock.Set(this, _period);
            callback();
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _period = period;
            clock.Set(this, dueTime);
            return true;
        }

        public void Dispose() => clock.Set(this, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}

/// <summary>How long a test waits for what must happen, in real time.</summary>
internal static class TestLimits
{
    public static readonly TimeSpan Wait = TimeSpan.FromSeconds(20);
}
