using SmtpGate.Grammar;
using SmtpGate.Outgoing;

namespace SmtpGate.Tests.Outgoing;

[Trait("Rows", "RL-18")]
public sealed class TransactionTests
{
    private static readonly string[] Content = ["C: Received: x", "C: Subject: x", "C: ", "C: ..dot", "C: ."];

    [Fact]
    public async Task Each_recipient_has_an_outcome_of_its_own() => Assert.Equal(
        ["250 taken", "550 5.1.1 who?", "450 4.2.1 later"],
        await RunAsync(
            ["PIPELINING"], ["joe", "jim", "jack"],
            "C: MAIL FROM:<a@b.example>", "C: RCPT TO:<joe@d.example>", "C: RCPT TO:<jim@d.example>",
            "C: RCPT TO:<jack@d.example>", "C: DATA",
            "S: 250 1", "S: 250 2", "S: 550 5.1.1 who?", "S: 450 4.2.1 later", "S: 354 go", "C: *", "S: 250 taken"));

    [Fact]
    public async Task Content_goes_as_it_is_where_the_host_takes_chunks() => Assert.Equal(
        ["250 taken", "550 who?"],
        await RunAsync(
            ["PIPELINING", "CHUNKING"], ["joe", "jim"],
            "C: MAIL FROM:<a@b.example>", "C: RCPT TO:<joe@d.example>", "C: RCPT TO:<jim@d.example>",
            "S: 250 1", "S: 250 2", "S: 550 who?", "C: BDAT 33 LAST", "C: Received: x", "C: Subject: x", "C: ", "C: .dot",
            "S: 250 taken"));

    [Fact]
    public async Task Where_nobody_is_left_no_chunk_is_sent() => Assert.Equal(
        ["550 who?"],
        await RunAsync(
            ["PIPELINING", "CHUNKING"], ["joe"],
            "C: MAIL FROM:<a@b.example>", "C: RCPT TO:<joe@d.example>", "S: 250 1", "S: 550 who?"));

    [Fact]
    public async Task Behind_an_answer_that_is_none_no_chunk_is_sent() => Assert.Equal(
        ["nonsense", "nonsense", "nonsense"],
        await RunAsync(
            ["PIPELINING", "CHUNKING"], ["joe", "jim", "jack"],
            "C: MAIL FROM:<a@b.example>", "C: RCPT TO:<joe@d.example>", "C: RCPT TO:<jim@d.example>",
            "C: RCPT TO:<jack@d.example>", "S: 250 1", "S: 250 2", "S: what?"));

    [Fact]
    public async Task Where_nobody_is_left_an_empty_message_answers_354() => Assert.Equal(
        ["550 who?"],
        await RunAsync(
            ["PIPELINING"], ["joe"],
            "C: MAIL FROM:<a@b.example>", "C: RCPT TO:<joe@d.example>", "C: DATA",
            "S: 250 1", "S: 550 who?", "S: 354 go", "C: .", "S: 554 no valid recipients"));

    [Fact]
    public async Task Without_PIPELINING_each_command_waits_for_the_answer_before() => Assert.Equal(
        ["250 taken", "550 who?"],
        await RunAsync(
            [], ["joe", "jim"],
            "C: MAIL FROM:<a@b.example>", "S: 250 1", "C: RCPT TO:<joe@d.example>", "S: 250 2",
            "C: RCPT TO:<jim@d.example>", "S: 550 who?", "C: DATA", "S: 354 go", "C: *", "S: 250 taken"));

    [Theory]
    [InlineData("451 busy")]
    [InlineData("550 not you")]
    public async Task A_sender_who_is_refused_is_refused_for_all(string answer)
    {
        Assert.Equal([answer, answer], await RunAsync([], ["joe", "jim"], "C: MAIL FROM:<a@b.example>", "S: " + answer));
        Assert.Equal([answer, answer], await RunAsync(
            ["PIPELINING"], ["joe", "jim"],
            "C: MAIL FROM:<a@b.example>", "C: RCPT TO:<joe@d.example>", "C: RCPT TO:<jim@d.example>", "C: DATA",
            "S: " + answer, "S: 503 MAIL first", "S: 503 MAIL first", "S: 503 RCPT first"));
    }

    [Fact]
    public async Task DATA_that_is_refused_is_refused_for_all_who_were_accepted() => Assert.Equal(
        ["452 full", "550 who?"],
        await RunAsync(
            [], ["joe", "jim"],
            "C: MAIL FROM:<a@b.example>", "S: 250 1", "C: RCPT TO:<joe@d.example>", "S: 250 2",
            "C: RCPT TO:<jim@d.example>", "S: 550 who?", "C: DATA", "S: 452 full"));

    [Theory]
    [InlineData("nonsense", "S: 250 1", "S: what?")]
    [InlineData("lost", "S: 250 1", "S: !close")]
    [InlineData("nonsense", "S: 250 1", "S: 250 2", "S: 250 go")]
    [InlineData("lost", "S: 250 1", "S: 250 2", "S: 354 go", "S: !close")]
    public async Task What_is_no_answer_is_trouble_for_whoever_waits_for_one(string trouble, params string[] answers) =>
        Assert.Equal([trouble], await RunAsync(
            ["PIPELINING"], ["joe"],
            ["C: MAIL FROM:<a@b.example>", "C: RCPT TO:<joe@d.example>", "C: DATA", .. answers]));

    [Theory]
    [InlineData(BodyKind.EightBit, false, "554 The next host takes 7-bit messages only", "SIZE")]
    [InlineData(BodyKind.SevenBit, true, "553 The next host does not take SMTPUTF8", "SIZE 0")]
    [InlineData(BodyKind.SevenBit, false, "552 The next host takes smaller messages only", "SIZE 10")]
    public async Task What_the_host_cannot_take_is_not_sent(BodyKind body, bool utf8, string outcome, string extension) =>
        Assert.Equal([outcome], await RunAsync([extension], [utf8 ? "jörg" : "joe"], new MailParameters(null, body, utf8)));

    [Fact]
    public async Task The_host_hears_how_large_it_is_and_what_it_needs() => Assert.Equal(
        ["250 taken"],
        await RunAsync(
            ["SIZE 1000", "8BITMIME", "SMTPUTF8"], ["joe"], new MailParameters(null, BodyKind.EightBit, true),
            "C: MAIL FROM:<a@b.example> SIZE=33 BODY=8BITMIME SMTPUTF8", "S: 250 1", "C: RCPT TO:<joe@d.example>", "S: 250 2",
            "C: DATA", "S: 354 go", "C: *", "S: 250 taken"));

    [Theory]
    [InlineData(300)]
    [InlineData(120, "C: MAIL FROM:<a@b.example>", "S: 250 1", "C: RCPT TO:<joe@d.example>", "S: 250 2", "C: DATA")]
    [InlineData(600, "C: MAIL FROM:<a@b.example>", "S: 250 1", "C: RCPT TO:<joe@d.example>", "S: 250 2", "C: DATA", "S: 354 go",
        "C: Received: x", "C: Subject: x", "C: ", "C: ..dot", "C: .")]
    public async Task Each_step_has_its_time_and_no_more(int seconds, params string[] before)
    {
        var clock = new ManualTime();
        await using var peer = new ScriptedPeer([.. Opening([]), .. before]);
        var running = RunAsync(peer, await Messages.MakeAsync(), clock);
        await clock.ArmedAsync(TimeSpan.FromSeconds(seconds));
        clock.Advance(TimeSpan.FromSeconds(seconds));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.WaitAsync(TestLimits.Wait));
    }

    private static string[] Opening(string[] extensions) =>
        ["S: 220 x", "C: EHLO gate", .. extensions.Select(e => $"S: 250-{e}").Prepend("S: 250-x"), "S: 250 HELP"];

    private static Task<string[]> RunAsync(string[] extensions, string[] recipients, params string[] conversation) =>
        RunAsync(extensions, recipients, MailParameters.None, conversation);

    private static async Task<string[]> RunAsync(
        string[] extensions, string[] recipients, MailParameters with, params string[] conversation)
    {
        await using var peer = new ScriptedPeer(
            [.. Opening(extensions), .. conversation.SelectMany(c => c == "C: *" ? Content : [c])]);
        var outcomes = await RunAsync(peer, await Messages.MakeAsync(with: with, recipients: recipients), TimeProvider.System)
            .WaitAsync(TestLimits.Wait);
        await peer.PlayedAsync();
        return [.. outcomes.Select(o => o.ToString())];
    }

    private static async Task<IReadOnlyList<Answer>> RunAsync(ScriptedPeer peer, OutgoingMessage message, TimeProvider clock)
    {
        var (session, _) = await OutgoingSession.OpenAsync(peer.EndPoint, new Introduction("gate"), CancellationToken.None);
        using var open = session!;
        using var watch = new CancellationTokenSource(TimeSpan.FromHours(1), clock);
        return await new Transaction(open, message, TimeLimits.Standard, watch).RunAsync();
    }
}
