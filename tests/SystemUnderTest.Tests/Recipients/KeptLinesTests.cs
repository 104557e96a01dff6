using SmtpGate.Recipients;
using static SmtpGate.Tests.Recipients.Questions;

namespace SmtpGate.Tests.Recipients;

public sealed class KeptLinesTests
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(300);
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(1800);

    private static readonly string[] Known = [.. Ask("250 ok"), .. Reset];

    private readonly ManualTime _clock = new();

    [Fact]
    public async Task A_connection_that_is_idle_for_300_s_is_closed_with_QUIT_and_not_before()
    {
        await using var peer = new ScriptedPeer([.. Opening, .. Known, "C: QUIT", "S: 221 bye"]);
        using var verifier = Verifier(Settings(peer), _clock);
        await verifier.VerdictAsync();
        await _clock.ArmedAsync(Idle);
        _clock.Advance(Idle - Moment);
        Assert.True(_clock.IsArmed(Moment));
        Assert.DoesNotContain("QUIT", peer.Rest());
        _clock.Advance(Moment);
        Assert.Equal("QUIT", await peer.NextAsync());
        Assert.Equal(ScriptedPeer.HungUp, await peer.NextAsync());
        await peer.PlayedAsync();
    }

    [Fact]
    public async Task A_question_in_time_uses_the_kept_connection_and_starts_the_idle_time_anew()
    {
        await using var peer = new ScriptedPeer([.. Opening, .. Known, .. Known, "C: QUIT", "S: 221 bye"]);
        using var verifier = Verifier(Settings(peer), _clock);
        await verifier.VerdictAsync();
        await _clock.ArmedAsync(Idle);
        _clock.Advance(Idle - Moment);
        Assert.IsType<Verdict.Known>(await verifier.VerdictAsync());
        await _clock.ArmedAsync(Idle);
        _clock.Advance(Idle - Moment);
        Assert.DoesNotContain("QUIT", peer.Rest());
        _clock.Advance(Moment);
        await peer.PlayedAsync();
    }

    [Fact]
    public async Task A_busy_connection_is_replaced_after_1800_s()
    {
        var asks = Enumerable.Repeat(Known, 7).SelectMany(k => k);
        await using var peer = new ScriptedPeer([.. Opening, .. asks, "C: QUIT", "S: 221 bye"], [.. Opening, .. Ask("550 no")]);
        using var verifier = Verifier(Settings(peer), _clock);
        for (var age = TimeSpan.Zero; age < Life; age += TimeSpan.FromSeconds(299))
        {
            Assert.IsType<Verdict.Known>(await verifier.VerdictAsync());
            await _clock.ArmedAsync(Life - age < Idle ? Life - age : Idle);
            if (Life - age > Idle)
                _clock.Advance(TimeSpan.FromSeconds(299));
        }
        _clock.Advance(TimeSpan.FromSeconds(6) - Moment);
        Assert.DoesNotContain("QUIT", peer.Rest());
        _clock.Advance(Moment);
        await peer.HearAsync("QUIT");
        Assert.IsType<Verdict.Unknown>(await verifier.VerdictAsync());
    }

    [Fact]
    public async Task Its_end_is_the_end_of_the_connection()
    {
        await using var peer = new ScriptedPeer([.. Opening, .. Known, "C: QUIT", "S: 221 bye"]);
        var verifier = Verifier(Settings(peer), _clock);
        await verifier.VerdictAsync();
        await _clock.ArmedAsync(Idle);
        verifier.Dispose();
        await peer.HearAsync("QUIT");
        await peer.HearAsync(ScriptedPeer.HungUp);
        Assert.False(_clock.IsArmed(Idle));
    }
}
