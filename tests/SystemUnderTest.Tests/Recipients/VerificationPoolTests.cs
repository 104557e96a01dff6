using System.Net;
using SmtpGate.Grammar;
using SmtpGate.Recipients;
using static SmtpGate.Tests.Recipients.Questions;

namespace SmtpGate.Tests.Recipients;

[Trait("Rows", "RP-22")]
public sealed class VerificationPoolTests
{
    private static readonly string[] Pipelining = ["S: 220 internal", "C: EHLO world", "S: 250-internal", "S: 250 PIPELINING"];

    private readonly ManualTime _clock = new();

    [Fact]
    public async Task A_server_that_takes_pipelined_commands_gets_a_question_in_one_go()
    {
        // It answers nothing before it has heard all three.
        await using var peer = new ScriptedPeer([.. Pipelining, .. All("Joe", "250 ok"), .. All("Joe", "550 no")]);
        using var verifier = Verifier(Settings(peer), _clock);
        Assert.IsType<Verdict.Known>(await verifier.VerdictAsync());
        Assert.IsType<Verdict.Unknown>(await verifier.VerdictAsync());
    }

    [Fact]
    public async Task Several_questions_are_under_way_at_once_and_each_gets_its_own_answer()
    {
        await using var peer = new ScriptedPeer(
            [
                .. Pipelining, .. Said("a"), .. Said("b"), .. Said("c"),
                .. Answers("250 ok"), .. Answers("550 no"), .. Answers("450 x"),
            ]);
        using var verifier = Verifier(Settings(peer), _clock);
        var asked = "abc".Select(u => verifier.VerdictAsync(new Mailbox($"{u}", "d.example"))).ToList();
        var verdicts = await Task.WhenAll(asked);
        Assert.Equal(
            [typeof(Verdict.Known), typeof(Verdict.Unknown), typeof(Verdict.Later)], verdicts.Select(v => v.GetType()));
    }

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

    [Theory]
    [InlineData("354 go")]
    [InlineData("what?")]
    public async Task An_answer_out_of_step_costs_a_pipelined_connection_and_no_question_behind_it(string answer)
    {
        await using var peer = new ScriptedPeer(
            [.. Pipelining, .. All("Joe", "250 ok"), .. Said("Joe"), .. Said("ann"), "S: 250 ok", "S: " + answer],
            [.. Pipelining, .. All("ann", "250 ok")]);
        using var verifier = Verifier(Settings(peer), _clock);
        await verifier.VerdictAsync();
        var (first, second) = (verifier.VerdictAsync(), verifier.VerdictAsync(new Mailbox("ann", "d.example")));
        Assert.IsNotType<Verdict.Known>(await first);
        Assert.IsType<Verdict.Known>(await second);
    }

    [Fact]
    public async Task A_client_that_is_gone_does_not_cost_others_a_pipelined_connection()
    {
        using var gone = new CancellationTokenSource();
        await using var peer = new ScriptedPeer(
            [.. Pipelining, .. Said("Joe"), .. Said("ann"), "S: !wait", .. Answers("550 no"), .. Answers("250 ok")]);
        using var verifier = Verifier(Settings(peer), _clock);
        var leaving = verifier.VerifyAsync(Joe, gone.Token).AsTask();
        await peer.HearAsync("RSET");
        var staying = verifier.VerdictAsync(new Mailbox("ann", "d.example"));
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving.WaitAsync(TestLimits.Wait));
        await peer.HearAsync("RSET");
        peer.Go();
        Assert.IsType<Verdict.Known>(await staying);
    }

    [Fact]
    public async Task An_idle_pipelined_connection_is_left_in_good_order()
    {
        await using var peer = new ScriptedPeer([.. Pipelining, .. All("Joe", "250 ok"), "C: QUIT", "S: 221 bye"]);
        using var verifier = Verifier(Settings(peer), _clock);
        await verifier.VerdictAsync();
        await _clock.ArmedAsync(TimeSpan.FromSeconds(300));
        _clock.Advance(TimeSpan.FromSeconds(300));
        await peer.PlayedAsync();
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
            Settings(usual) with { Servers = [new DomainServer("*.own.example", own.EndPoint)] }, _clock);
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

    private static string[] Said(string user) =>
        ["C: MAIL FROM:<rcptproxy@localhost>", $"C: RCPT TO:<{user}@d.example>", "C: RSET"];

    private static string[] Answers(string rcpt) => ["S: 250 mail", "S: " + rcpt, "S: 250 reset"];

    private static string[] All(string user, string rcpt) => [.. Said(user), .. Answers(rcpt)];
}
