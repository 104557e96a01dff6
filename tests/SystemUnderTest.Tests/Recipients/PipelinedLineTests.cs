using SmtpGate.Grammar;
using SmtpGate.Recipients;
using static SmtpGate.Tests.Recipients.Questions;

namespace SmtpGate.Tests.Recipients;

[Trait("Rows", "RP-22")]
public sealed class PipelinedLineTests
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
    public async Task An_answer_too_many_is_nobody_s_verdict()
    {
        await using var peer = new ScriptedPeer(
            [.. Pipelining, .. Said("Joe"), "S: 250 mail", "S: 250 mail once more", "S: 550 no", "S: 250 reset"],
            [.. Pipelining, .. All("Joe", "550 no")]);
        using var verifier = Verifier(Settings(peer), _clock);
        Assert.IsType<Verdict.Unknown>(await verifier.VerdictAsync());
    }

    private static string[] Said(string user) =>
        ["C: MAIL FROM:<rcptproxy@localhost>", $"C: RCPT TO:<{user}@d.example>", "C: RSET"];

    private static string[] Answers(string rcpt) => ["S: 250 mail", "S: " + rcpt, "S: 250 reset"];

    private static string[] All(string user, string rcpt) => [.. Said(user), .. Answers(rcpt)];
}
