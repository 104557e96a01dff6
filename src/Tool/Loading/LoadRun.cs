using System.Globalization;

namespace SmtpSim.Loading;

/// <summary>What a load run came to.</summary>
/// <param name="Time">From the first message to the last reply.</param>
public sealed record LoadResult(LoadPlan Plan, LoadTally Tally, TimeSpan Time)
{
    public double MessagesPerSecond => Tally.Accepted / Math.Max(Time.TotalSeconds, 1e-9);

    public bool IsGood => Tally is { Refused: 0, Broken: 0, Missed: 0, Accepted: > 0 };
}

/// <summary>Sends mail over many connections at once.</summary>
public static class LoadRun
{
    // How often is looked for whom nobody answers; so many of them make a second.
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(200);
    private const int TicksToTell = 5;

    /// <summary>What messages on their way have when the run is told to stop; whoever stops it waits for its figures.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);

    /// <param name="progress">Told each second how far it has come.</param>
    /// <param name="stop">No message is begun any more; those on their way are finished.</param>
    /// <exception cref="LoadRefusedException">The server does not offer what the plan needs, or cannot be reached.</exception>
    public static async Task<LoadResult> RunAsync(
        LoadPlan plan, TimeProvider clock, Action<LoadTally, TimeSpan> progress, CancellationToken stop)
    {
        var tally = new LoadTally();
        var run = $"r{clock.GetUtcNow().ToUnixTimeMilliseconds().ToString("x", CultureInfo.InvariantCulture)}";
        await TryOnceAsync(plan, clock, stop);
        var schedule = new Schedule(plan, clock);
        var course = new LoadCourse(plan, schedule, tally, run, clock);
        using var ending = stop.Register(schedule.End);
        using var over = new CancellationTokenSource();
        LoadSession[] sessions =
            [.. Enumerable.Range(0, plan.Connections).Select(i => new LoadSession(course, i))];
        var watching = WatchAsync(sessions, course, progress, over.Token);
        await Task.WhenAll(sessions.Select(s => FinishAsync(s, plan, stop)));
        foreach (var (late, count) in schedule.Until is { } until ? schedule.Missed(until) : [])
            tally.Miss(late, count);
        await over.CancelAsync();
        await watching;
        return new LoadResult(plan, tally, tally.Last);
    }

    // One connection that fails says what a thousand would.
    private static async Task TryOnceAsync(LoadPlan plan, TimeProvider clock, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var connection = new LoadConnection(plan, clock);
        await using var watch = clock.CreateTimer(_ => EndIfOverdue(), null, Tick, Tick);
        try
        {
            await connection.OpenAsync(limit.Token);
            await connection.CloseAsync(limit.Token);
        }
        catch (LoadBrokenException broken)
        {
            throw new LoadRefusedException(broken.Message);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new LoadRefusedException(connection.Late);
        }

        // Each reply has its time, not all together.
        void EndIfOverdue()
        {
            if (connection.IsOverdue)
                limit.Cancel();
        }
    }

    private static async Task FinishAsync(LoadSession session, LoadPlan plan, CancellationToken stop)
    {
        using var late = new CancellationTokenSource();
        using var ending = stop.Register(() => late.CancelAfter(plan.ReplyLimit < Grace ? plan.ReplyLimit : Grace));
        try
        {
            await session.RunAsync(stop, late.Token);
        }
        catch (OperationCanceledException)
        {
            // Stopped between two messages, or at the goodbye.
        }
        finally
        {
            session.Connection.Dispose();
        }
    }

    private static async Task WatchAsync(
        LoadSession[] sessions, LoadCourse course, Action<LoadTally, TimeSpan> progress, CancellationToken over)
    {
        using var timer = new PeriodicTimer(Tick, course.Clock);
        try
        {
            for (var tick = 1; await timer.WaitForNextTickAsync(over); tick++)
            {
                foreach (var session in sessions)
                    session.Connection.GiveUpIfOverdue();
                if (tick % TicksToTell == 0)
                    progress(course.Tally, course.Schedule.Now);
            }
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }
}
