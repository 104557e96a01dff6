using SmtpGate.Recipients;
using static SmtpGate.Tests.Recipients.Questions;

namespace SmtpGate.Tests.Recipients;

public sealed class RecipientVerifierTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(3000);
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(300);
    private static readonly Verdict TooSlow = new Verdict.Unverified("the time limit is over");

    private static readonly string[] Known = [.. Ask("250 ok"), .. Reset];

    // Where the internal server falls silent: before its banner, behind EHLO, MAIL and RCPT.
    public static TheoryData<int> Silences => [0, 2, 5, 7];

    private readonly ManualTime _clock = new();

    [Theory]
    [MemberData(nameof(Silences))]
    public async Task Whatever_is_slow_the_recipient_is_accepted_after_3000_ms_and_not_before(int steps)
    {
        string[] conversation = [.. Opening, .. Known];
        await using var peer = new ScriptedPeer(conversation[..steps]);
        using var verifier = Verifier(Settings(peer), _clock);
        var asking = verifier.VerdictAsync();
        if (steps > 0)
            await peer.HearAsync(conversation[steps - 1][3..]);
        _clock.Advance(Limit - Moment);
        Assert.True(_clock.IsArmed(Moment));
        Assert.False(asking.IsCompleted);
        _clock.Advance(Moment);
        Assert.Equal(TooSlow, await asking);
    }

    [Fact]
    public async Task Behind_a_question_that_took_too_long_comes_a_new_connection()
    {
        await using var peer = new ScriptedPeer([.. Opening, .. Ask("250 ok")[..^1]], [.. Opening, .. Ask("550 no")]);
        using var verifier = Verifier(Settings(peer), _clock);
        var asking = verifier.VerdictAsync();
        await peer.HearAsync("RCPT TO:<Joe@d.example>");
        _clock.Advance(Limit);
        Assert.Equal(TooSlow, await asking);
        Assert.Equal(ScriptedPeer.HungUp, await peer.NextAsync());
        Assert.IsType<Verdict.Unknown>(await verifier.VerdictAsync());
    }

    [Fact]
    public async Task The_limit_covers_waiting_for_an_earlier_question()
    {
        await using var peer = new ScriptedPeer([.. Opening, .. Ask("250 ok")[..^1]], []);
        using var verifier = Verifier(Settings(peer), _clock);
        var first = verifier.VerdictAsync();
        await peer.HearAsync("RCPT TO:<Joe@d.example>");
        _clock.Advance(TimeSpan.FromMilliseconds(1000));
        var second = verifier.VerdictAsync();
        _clock.Advance(TimeSpan.FromMilliseconds(2000));
        Assert.Equal(TooSlow, await first);
        _clock.Advance(TimeSpan.FromMilliseconds(999));
        Assert.True(_clock.IsArmed(Moment));
        Assert.False(second.IsCompleted);
        _clock.Advance(Moment);
        Assert.Equal(TooSlow, await second);
    }

    [Fact]
    public async Task The_limit_covers_waiting_for_the_RSET_behind_an_earlier_question()
    {
        await using var peer = new ScriptedPeer([.. Opening, .. Ask("!wait"), "S: 250 ok"]);
        using var verifier = Verifier(Settings(peer), _clock);
        var first = verifier.VerdictAsync();
        await peer.HearAsync("RCPT TO:<Joe@d.example>");
        _clock.Advance(TimeSpan.FromMilliseconds(1000));
        var second = verifier.VerdictAsync();
        _clock.Advance(TimeSpan.FromMilliseconds(1000));
        peer.Go();
        Assert.IsType<Verdict.Known>(await first);
        await peer.HearAsync("RSET");
        _clock.Advance(TimeSpan.FromMilliseconds(1999));
        Assert.False(second.IsCompleted);
        _clock.Advance(Moment);
        Assert.Equal(TooSlow, await second);
    }

    [Fact]
    public async Task A_QUIT_that_is_not_answered_is_not_waited_for_longer_than_the_time_limit()
    {
        await using var peer = new ScriptedPeer([.. Opening, .. Known]);
        using var verifier = Verifier(Settings(peer), _clock);
        await verifier.VerdictAsync();
        await _clock.ArmedAsync(Idle);
        _clock.Advance(Idle);
        await peer.HearAsync("QUIT");
        _clock.Advance(Limit);
        Assert.Equal(ScriptedPeer.HungUp, await peer.NextAsync());
    }

    [Fact]
    public async Task A_RSET_that_is_not_answered_costs_the_connection_but_not_the_verdict()
    {
        await using var peer = new ScriptedPeer([.. Opening, .. Ask("250 ok")], [.. Opening, .. Ask("550 no")]);
        using var verifier = Verifier(Settings(peer), _clock);
        Assert.IsType<Verdict.Known>(await verifier.VerdictAsync());
        await peer.HearAsync("RSET");
        _clock.Advance(Limit);
        Assert.Equal(ScriptedPeer.HungUp, await peer.NextAsync());
        Assert.IsType<Verdict.Unknown>(await verifier.VerdictAsync());
    }

    [Fact]
    public async Task Questions_at_the_same_time_are_asked_one_after_the_other_on_one_connection()
    {
        await using var peer = new ScriptedPeer([.. Opening, .. Known, .. Known, .. Known]);
        using var verifier = Verifier(Settings(peer), _clock);
        var verdicts = await Task.WhenAll(verifier.VerdictAsync(), verifier.VerdictAsync(), verifier.VerdictAsync());
        Assert.All(verdicts, v => Assert.IsType<Verdict.Known>(v));
    }

    [Fact]
    public async Task A_client_that_is_gone_ends_its_question_and_the_next_is_asked_anew()
    {
        using var gone = new CancellationTokenSource();
        await using var peer = new ScriptedPeer([.. Opening, .. Mail], [.. Opening, .. Ask("550 no")]);
        using var verifier = Verifier(Settings(peer), _clock);
        var asking = verifier.VerifyAsync(Joe, gone.Token).AsTask();
        await peer.HearAsync("RCPT TO:<Joe@d.example>");
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking.WaitAsync(TestLimits.Wait));
        Assert.IsType<Verdict.Unknown>(await verifier.VerdictAsync());
    }

    [Fact]
    public async Task Without_an_internal_server_every_recipient_is_accepted()
    {
        using var verifier = Verifier(Loaded.Verifier("""{ "InternalServer": "mail.example" }"""), _clock);
        Assert.Equal(new Verdict.Unverified("no internal server is configured", IsOutage: false), await verifier.VerdictAsync());
    }
}
