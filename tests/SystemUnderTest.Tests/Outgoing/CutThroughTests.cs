using SmtpGate.Grammar;
using static SmtpGate.Tests.Outgoing.Messages;

namespace SmtpGate.Tests.Outgoing;

public sealed class CutThroughTests
{
    private static readonly string[] Goodbye = ["C: QUIT", "S: 221 bye"];
    private static readonly string[] Mail = ["C: MAIL FROM:<a@b.example>", "S: 250 ok"];
    private static readonly string[] Rcpt = ["C: RCPT TO:<joe@d.example>", "S: 250 ok"];
    private static readonly string[] Data =
        ["C: DATA", "S: 354 go", "C: Received: x", "C: Subject: x", "C: ", "C: ..dot", "C: ."];

    [Fact]
    public async Task A_message_is_taken_when_the_host_has_taken_it() => Assert.Equal(
        "250 2.0.0 7f-1 taken by the next host",
        await DeliverAsync([.. Opening, .. Mail, .. Rcpt, .. Data, "S: 250 queued", .. Goodbye]));

    [Fact]
    public async Task The_parameters_of_MAIL_go_on_to_a_host_that_offers_them() => Assert.StartsWith(
        "550 5.7.1 ",
        await DeliverAsync(
            [.. Opening, "C: MAIL FROM:<a@b.example> BODY=8BITMIME SMTPUTF8", "S: 550 5.7.1 no", .. Goodbye],
            new MailParameters(10, BodyKind.EightBit, true)), StringComparison.Ordinal);

    [Theory]
    [InlineData(BodyKind.EightBit, false, "554 5.6.3")]
    [InlineData(BodyKind.SevenBit, true, "553 5.6.7")]
    public async Task What_the_host_does_not_offer_is_not_asked_of_it(BodyKind body, bool utf8, string code) => Assert.StartsWith(
        code,
        await DeliverAsync(
            ["S: 220 internal", "C: EHLO gate.example", "S: 250 internal", .. Goodbye], new MailParameters(null, body, utf8),
            utf8 ? "jörg" : "joe"),
        StringComparison.Ordinal);

    [Fact]
    public async Task One_refused_recipient_ends_the_message_for_all() => Assert.Equal(
        "550 5.1.1 who?",
        await DeliverAsync(
            [.. Opening, .. Mail, .. Rcpt, "C: RCPT TO:<jim@d.example>", "S: 550 5.1.1 who?", .. Goodbye],
            null, "joe", "jim", "jack"));

    [Theory]
    [InlineData("S: 451 4.3.0 not now", "451 4.3.0 not now")]
    [InlineData("S: 250 ok", "451 4.5.0 The next host answered nonsense")]
    public async Task DATA_is_answered_with_354_or_the_message_is_not_sent(string answer, string said) =>
        Assert.Equal(said, await DeliverAsync([.. Opening, .. Mail, .. Rcpt, "C: DATA", answer, .. Goodbye]));

    [Theory]
    [InlineData("S: 554 5.6.0 spam", "554 5.6.0 spam")]
    [InlineData("S: 452 full", "452 4.0.0 full")]
    [InlineData("S: 354 again", "451 4.5.0 The next host answered nonsense")]
    [InlineData("S: what?", "451 4.5.0 The next host answered nonsense")]
    public async Task The_word_on_the_message_is_passed_on(string answer, string said) =>
        Assert.Equal(said, await DeliverAsync([.. Opening, .. Mail, .. Rcpt, .. Data, answer, .. Goodbye]));

    [Fact]
    public async Task A_host_that_hangs_up_has_not_taken_the_message()
    {
        const string lost = "451 4.4.2 The next host broke off";
        Assert.Equal(lost, await DeliverAsync([.. Opening, "C: MAIL FROM:<a@b.example>", "S: !close"]));
        Assert.Equal(lost, await DeliverAsync([.. Opening, .. Mail, .. Rcpt, .. Data, "S: !close"]));
    }

    [Theory]
    [InlineData("S: 554 go away")]
    [InlineData("S: 421 busy")]
    public async Task A_banner_that_refuses_is_no_word_on_the_message(string banner) =>
        Assert.Equal("451 4.4.1 The next host cannot be reached", await DeliverAsync([banner]));

    [Fact]
    public async Task Without_a_host_every_message_is_refused_for_now()
    {
        foreach (var host in new[] { null, Nobody() })
        {
            var reply = await To(host).DeliverAsync(await MakeAsync(), CancellationToken.None);
            Assert.Equal(Replies.NextHostUnreachable, reply);
        }
    }

    [Fact]
    public async Task A_silent_host_is_waited_for_until_the_time_limit_and_no_longer()
    {
        var clock = new ManualTime();
        await using var peer = new ScriptedPeer([.. Opening, .. Mail, .. Rcpt, .. Data]);
        var delivery = To(peer.EndPoint, clock).DeliverAsync(await MakeAsync(), CancellationToken.None).AsTask();
        await peer.HearAsync(".");
        clock.Advance(Limit - TimeSpan.FromMilliseconds(1));
        Assert.True(clock.IsArmed(TimeSpan.FromMilliseconds(1)));
        Assert.False(delivery.IsCompleted);
        clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(Replies.NextHostLost, await delivery.WaitAsync(TestLimits.Wait));
    }

    [Fact]
    public async Task A_client_that_is_gone_ends_the_delivery()
    {
        using var gone = new CancellationTokenSource();
        await using var peer = new ScriptedPeer([.. Opening, "C: MAIL FROM:<a@b.example>"]);
        var delivery = To(peer.EndPoint).DeliverAsync(await MakeAsync(), gone.Token).AsTask();
        await peer.HearAsync("MAIL FROM:<a@b.example>");
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => delivery.WaitAsync(TestLimits.Wait));
        Assert.Equal(ScriptedPeer.HungUp, await peer.NextAsync());
    }

    [Fact]
    public async Task A_goodbye_that_is_not_answered_changes_nothing()
    {
        var clock = new ManualTime();
        await using var peer = new ScriptedPeer([.. Opening, .. Mail, .. Rcpt, .. Data, "S: 250 queued", "C: QUIT"]);
        var delivery = To(peer.EndPoint, clock).DeliverAsync(await MakeAsync(), CancellationToken.None).AsTask();
        await peer.HearAsync("QUIT");
        clock.Advance(Limit);
        var reply = await delivery.WaitAsync(TestLimits.Wait);
        Assert.Equal("250 2.0.0 7f-1 taken by the next host\r\n", reply.ToString());
    }
}
