using System.IO.Pipelines;
using SmtpGate.Wire;

namespace SmtpGate.Tests.Wire;

public sealed class PatienceTests
{
    private static readonly TimeSpan FiveMinutes = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    private readonly ManualTime _clock = new();
    private readonly Pipe _pipe = new();

    [Fact]
    public async Task A_read_is_cancelled_when_its_time_is_over_and_not_before()
    {
        using var patience = new Patience(_pipe.Reader.CancelPendingRead, _clock);
        patience.Begin(FiveMinutes);
        var reading = _pipe.Reader.ReadAsync().AsTask();
        _clock.Advance(FiveMinutes - Moment);
        Assert.False(patience.IsOver || reading.IsCompleted);
        _clock.Advance(Moment);
        Assert.True((await reading.WaitAsync(TestLimits.Wait)).IsCanceled);
        Assert.True(patience.IsOver);
    }

    [Fact]
    public void A_limit_that_was_ended_never_passes()
    {
        using var patience = new Patience(_pipe.Reader.CancelPendingRead, _clock);
        patience.Begin(FiveMinutes);
        patience.End();
        _clock.Advance(FiveMinutes * 2);
        Assert.False(patience.IsOver);
        Assert.False(_pipe.Reader.TryRead(out _));
    }

    [Fact]
    public void Beginning_again_starts_from_zero()
    {
        using var patience = new Patience(_pipe.Reader.CancelPendingRead, _clock);
        patience.Begin(FiveMinutes);
        _clock.Advance(FiveMinutes - Moment);
        patience.Begin(FiveMinutes);
        _clock.Advance(FiveMinutes - Moment);
        Assert.False(patience.IsOver);
        _clock.Advance(Moment);
        Assert.True(patience.IsOver);
    }

    [Fact]
    public void Nothing_happens_behind_its_end()
    {
        var patience = new Patience(_pipe.Reader.CancelPendingRead, _clock);
        patience.Begin(FiveMinutes);
        patience.Dispose();
        _clock.Advance(FiveMinutes);
        Assert.False(patience.IsOver);
    }
}
