using SmtpGate.Recipients;

namespace SmtpGate.Tests.Recipients;

[Trait("Rows", "RP-25")]
public sealed class BreakerTests
{
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(30);

    private readonly ManualTime _clock = new();

    [Fact]
    public void So_many_failures_in_a_row_open_it_and_one_question_closes_it_again()
    {
        var breaker = new Breaker(3, Rest, _clock);
        Assert.Equal([false, false, true], [breaker.Fail(), breaker.Fail(), breaker.Fail()]);
        Assert.False(breaker.MayAsk(out _));
        _clock.Advance(Rest - TimeSpan.FromTicks(1));
        Assert.False(breaker.MayAsk(out _));
        _clock.Advance(TimeSpan.FromTicks(1));
        // One, and no second before it is known how that went.
        Assert.Equal([true, false], [breaker.MayAsk(out _), breaker.MayAsk(out _)]);
        breaker.Succeed();
        Assert.True(breaker.MayAsk(out _) && breaker.MayAsk(out _) && !breaker.IsOpen);
    }

    [Fact]
    public void A_question_that_fails_again_starts_the_rest_anew()
    {
        var breaker = new Breaker(1, Rest, _clock);
        Assert.True(breaker.Fail());
        _clock.Advance(Rest);
        Assert.True(breaker.MayAsk(out _));
        Assert.False(breaker.Fail());
        Assert.False(breaker.MayAsk(out _));
        _clock.Advance(Rest);
        Assert.True(breaker.MayAsk(out _));
        breaker.Forget();
        Assert.True(breaker.MayAsk(out _));
    }

    [Fact]
    public void A_success_between_failures_begins_the_count_anew_and_without_a_limit_it_never_opens()
    {
        var breaker = new Breaker(2, Rest, _clock);
        breaker.Fail();
        breaker.Succeed();
        Assert.False(breaker.Fail());
        var never = new Breaker(null, Rest, _clock);
        Assert.All(Enumerable.Range(0, 100), _ => Assert.True(!never.Fail() && never.MayAsk(out bool _)));
    }
}
