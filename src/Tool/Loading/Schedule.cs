namespace SmtpSim.Loading;

/// <summary>Which message is next, and when it is due.</summary>
public sealed class Schedule(LoadPlan plan, TimeProvider clock)
{
    // No histogram tells more apart.
    private const long MostTold = 100_000;

    private readonly long _began = clock.GetTimestamp();
    private readonly long _last = Last(plan);
    private long _taken;
    // Ticks; -1 while it goes on.
    private long _ended = -1;

    public TimeSpan Now => clock.GetElapsedTime(_began);

    /// <summary>No message is taken any more.</summary>
    public void End() => Interlocked.CompareExchange(ref _ended, Now.Ticks, -1);

    /// <summary>When messages are due until; null: until all are sent.</summary>
    public TimeSpan? Until => Volatile.Read(ref _ended) is >= 0 and var ended ? TimeSpan.FromTicks(ended) : plan.Time;

    public bool IsOver => Volatile.Read(ref _ended) >= 0
        || Volatile.Read(ref _taken) >= _last
        || (plan.Time is { } time && Now >= time);

    /// <summary>The number of the next message, counted from 1; null where there is none.</summary>
    public long? Take()
    {
        if (IsOver)
            return null;
        var number = Interlocked.Increment(ref _taken);
        return number <= _last ? number : null;
    }

    /// <summary>
    /// Waits until the message is due. From when its time counts: where all connections were busy when it was due, from then, for
    /// whoever would have sent it would have waited (coordinated omission); else from now, for a timer's lateness is no server's.
    /// </summary>
    /// <returns>Null where the run is stopped before.</returns>
    public async ValueTask<TimeSpan?> DueAsync(long number, CancellationToken stop)
    {
        if (plan.Rate is not { } rate)
            return Now;
        var due = TimeSpan.FromSeconds((number - 1) / rate);
        if (due <= Now)
            return due;
        while (due - Now is var left && left > TimeSpan.Zero)
        {
            // A timer of this runtime takes no more than 49 days.
            var some = Math.Min(Math.Ceiling(left.TotalMilliseconds), TimeSpan.FromDays(1).TotalMilliseconds);
            await Task.Delay(TimeSpan.FromMilliseconds(some), clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stop.IsCancellationRequested)
                return null;
        }
        return Now;
    }

    /// <summary>
    /// How long ago messages were due that were not taken, at so late a moment, and how many of them: where they are very many,
    /// some that were due at nearly the same time together.
    /// </summary>
    public IEnumerable<(TimeSpan Late, long Count)> Missed(TimeSpan now)
    {
        if (plan.Rate is not { } rate)
            yield break;
        var first = Volatile.Read(ref _taken) + 1;
        var last = Math.Min(_last, (long)Math.Floor(now.TotalSeconds * rate) + 1);
        var together = Math.Max(1, (last - first + 1) / MostTold);
        for (var number = first; number <= last; number += together)
            yield return (now - TimeSpan.FromSeconds((number - 1) / rate), Math.Min(together, last - number + 1));
    }

    private static long Last(LoadPlan plan) => Math.Min(
        plan.Messages ?? long.MaxValue,
        plan is { Rate: { } rate, Time: { } time } ? (long)Math.Ceiling(rate * time.TotalSeconds) : long.MaxValue);
}
