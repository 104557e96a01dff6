using SmtpSim.Loading;

namespace SmtpSim.Tests.Loading;

public sealed class ScheduleTests
{
    private static readonly LoadPlan Plan = Plans.To(new System.Net.IPEndPoint(0, 0));

    [Fact]
    public void Each_number_is_given_once_and_no_more_than_there_are()
    {
        var schedule = new Schedule(Plan, TimeProvider.System);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], Enumerable.Range(0, 20).Select(_ => schedule.Take()).OfType<long>());
        Assert.True(schedule.IsOver);
    }

    [Fact]
    public async Task Who_comes_late_counts_from_when_it_was_due_and_who_waits_from_now()
    {
        var schedule = new Schedule(Plan with { Rate = 1000 }, TimeProvider.System);
        while (schedule.Now < TimeSpan.FromMilliseconds(5))
            await Task.Yield();
        Assert.Equal(TimeSpan.FromMilliseconds(2), await schedule.DueAsync(3, CancellationToken.None));
        Assert.True(await schedule.DueAsync(60, CancellationToken.None) >= TimeSpan.FromMilliseconds(59));
    }

    [Fact]
    public async Task A_message_that_is_due_in_a_year_is_not_waited_for_when_the_run_is_stopped()
    {
        using var stop = new CancellationTokenSource();
        var waiting = new Schedule(Plan with { Rate = 1e-9 }, TimeProvider.System).DueAsync(2, stop.Token);
        await stop.CancelAsync();
        Assert.Null(await waiting);
    }

    [Fact]
    public void What_was_due_and_not_taken_is_missed()
    {
        var plan = Plan with { Rate = 10, Messages = null, Time = TimeSpan.FromSeconds(1) };
        var schedule = new Schedule(plan, TimeProvider.System);
        schedule.Take();
        var missed = schedule.Missed(TimeSpan.FromSeconds(0.5)).Select(t => Math.Round(t.Late.TotalSeconds, 6));
        Assert.Equal([0.4, 0.3, 0.2, 0.1, 0], missed);
    }

    [Fact]
    public void However_many_were_missed_it_is_soon_told()
    {
        var plan = Plan with { Rate = 1_000_000, Messages = null, Time = TimeSpan.FromHours(1) };
        var missed = new Schedule(plan, TimeProvider.System).Missed(TimeSpan.FromSeconds(1000.0000005)).ToList();
        Assert.InRange(missed.Count, 1, 200_000);
        Assert.Equal(1_000_000_001, missed.Sum(m => m.Count));
        Assert.InRange(missed[^1].Late.TotalSeconds, 0, 0.02);
    }
}
