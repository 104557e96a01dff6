using System.Net;
using SmtpGate.Grammar;
using SmtpGate.Recipients;
using static SmtpGate.Tests.Recipients.Questions;

namespace SmtpGate.Tests.Recipients;

[Trait("Rows", "RP-22")]
public sealed class VerificationPoolTests
{
    private readonly ManualTime _clock = new();

    [Fact]
    public async Task Behind_a_slow_answer_comes_another_connection()
    {
        await using var peer = new ScriptedPeer(
            [.. Opening, .. Ask("!wait"), "S: 250 ok", .. Reset], [.. Opening, .. Ask("550 no"), .. Reset]);
        using var verifier = Verifier(Settings(peer) with { Connections = 2 }, _clock);
        var slow = verifier.VerdictAsync();
        await peer.HearAsync("RCPT TO:<Joe@d.example>");
        Assert.IsType<Verdict.Unknown>(await verifier.VerdictAsync());
        Assert.False(slow.IsCompleted);
        peer.Go();
        Assert.IsType<Verdict.Known>(await slow);
    }

    [Fact]
    public async Task Where_nobody_listens_everybody_who_asks_is_told_and_nobody_tries_for_ever()
    {
        await using var peer = new ScriptedPeer([]);
        var nobody = new IPEndPoint(IPAddress.Loopback, 1);
        var settings = Settings(peer) with { Server = nobody, Connections = 4 };
        using var verifier = Verifier(settings, _clock);
        var verdicts = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => verifier.VerdictAsync()));
        Assert.All(verdicts, v => Assert.Equal(new Verdict.Unverified("no session: unreachable"), v));
    }

    [Fact]
    [Trait("Rows", "RP-26")]
    public async Task A_domain_may_have_a_server_of_its_own()
    {
        await using var usual = new ScriptedPeer([.. Opening, .. Ask("250 ok")]);
        await using var own = new ScriptedPeer([.. Opening, .. Mail, "C: RCPT TO:<Joe@a.Own.example>", "S: 550 no"]);
        using var verifier = Verifier(
            Settings(usual) with { Servers = [new DomainServer(DomainPattern.Parse("*.own.example")!, own.EndPoint)] }, _clock);
        Assert.IsType<Verdict.Known>(await verifier.VerdictAsync());
        Assert.IsType<Verdict.Unknown>(await verifier.VerdictAsync(new Mailbox("Joe", "a.Own.example")));
    }

    [Fact]
    [Trait("Rows", "RP-23")]
    public async Task Who_asks_about_one_recipient_at_the_same_time_gets_one_answer_and_later_none_is_asked()
    {
        await using var peer = new ScriptedPeer([.. Opening, .. Ask("!wait"), "S: 550 5.1.1 no", .. Reset]);
        using var verifier = Verifier(Settings(peer) with { NegativeTime = TimeSpan.FromMinutes(1) }, _clock);
        var asked = Enumerable.Range(0, 5).Select(_ => verifier.VerdictAsync()).ToList();
        await peer.HearAsync("RCPT TO:<Joe@d.example>");
        peer.Go();
        Assert.All(await Task.WhenAll(asked), v => Assert.IsType<Verdict.Unknown>(v));
        Assert.IsType<Verdict.Unknown>(await verifier.VerdictAsync());
        Assert.DoesNotContain("MAIL FROM:<rcptproxy@localhost>", peer.Rest());
    }

    [Fact]
    [Trait("Rows", "RP-25")]
    public async Task A_server_that_fails_too_often_is_left_alone_for_a_while()
    {
        await using var peer = new ScriptedPeer(
            ["S: !close"], ["S: !close"], [.. Opening, .. Ask("550 no"), .. Reset, .. Ask("250 ok")]);
        var settings = Settings(peer) with { BreakerFailures = 2, BreakerTime = TimeSpan.FromSeconds(30) };
        using var verifier = Verifier(settings, _clock);
        Assert.IsType<Verdict.Unverified>(await verifier.VerdictAsync());
        Assert.IsType<Verdict.Unverified>(await verifier.VerdictAsync());
        Assert.Equal(
            new Verdict.Unverified("the internal server is left alone for a while"), await verifier.VerdictAsync());
        _clock.Advance(TimeSpan.FromSeconds(30));
        Assert.IsType<Verdict.Unknown>(await verifier.VerdictAsync());
        Assert.IsType<Verdict.Known>(await verifier.VerdictAsync());
    }

    [Fact]
    public async Task Connections_that_end_behind_EHLO_do_not_stand_in_the_way_of_the_next()
    {
        string[] dying = ["S: 220 internal", "C: EHLO world", "S: 250-internal", "S: 250 PIPELINING", "S: 421 busy", "S: !close"];
        await using var peer = new ScriptedPeer(dying, dying, [.. Opening, .. Ask("550 no")]);
        using var verifier = Verifier(Settings(peer), _clock);
        // A connection that ends before it is asked costs no verdict: one of the first three is the last connection's.
        Verdict? verdict = null;
        for (var i = 0; i < 3 && verdict is not Verdict.Unknown; i++)
            verdict = await verifier.VerdictAsync();
        Assert.IsType<Verdict.Unknown>(verdict);
    }

    [Fact]
    public async Task Kept_connections_that_are_all_dead_cost_no_question()
    {
        await using var peer = new ScriptedPeer(
            [.. Opening, .. Ask("!wait"), "S: 250 ok", .. Reset, "S: !close"],
            [.. Opening, .. Ask("250 ok"), .. Reset, "S: !close"],
            [.. Opening, .. Ask("550 no")]);
        using var verifier = Verifier(Settings(peer) with { Connections = 2 }, _clock);
        var slow = verifier.VerdictAsync();
        await peer.HearAsync("RCPT TO:<Joe@d.example>");
        Assert.IsType<Verdict.Known>(await verifier.VerdictAsync());
        peer.Go();
        Assert.IsType<Verdict.Known>(await slow);
        Assert.IsType<Verdict.Unknown>(await verifier.VerdictAsync());
    }

    [Fact]
    [Trait("Rows", "RP-23")]
    public async Task What_another_server_said_is_not_believed_once_it_is_asked_no_longer()
    {
        await using var old = new ScriptedPeer([.. Opening, .. Ask("!wait"), "S: 250 ok"]);
        await using var now = new ScriptedPeer([.. Opening, .. Ask("550 no")]);
        var settings = Settings(old) with { PositiveTime = TimeSpan.FromHours(1) };
        using var verifier = Verifier(settings, _clock);
        var first = verifier.VerdictAsync();
        await old.HearAsync("RCPT TO:<Joe@d.example>");
        verifier.Adopt(settings with { Server = now.EndPoint });
        var second = verifier.VerdictAsync();
        old.Go();
        Assert.IsType<Verdict.Known>(await first);
        Assert.IsType<Verdict.Unknown>(await second);
        Assert.Equal(0, verifier.Cache.Count);
    }
}
