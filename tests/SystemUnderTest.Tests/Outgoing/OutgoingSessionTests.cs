using System.Text;
using SmtpGate.Outgoing;

namespace SmtpGate.Tests.Outgoing;

public sealed class OutgoingSessionTests
{
    private static readonly string[] Plain = ["S: 220 internal", "C: EHLO gate", "S: 250 internal"];

    [Fact]
    public async Task Extensions_are_those_of_the_reply_to_EHLO_in_capitals()
    {
        await using var peer = new ScriptedPeer(
            ["S: 220-one", "S: 220 two", "C: EHLO gate", "S: 250-internal SMTPUTF8", "S: 250-size 1000", "S: 250 8BitMIME"]);
        var (session, _) = await OpenAsync(peer);
        using var open = session;
        Assert.Equal(["SIZE 1000", "8BITMIME"], open!.Extensions);
        Assert.True(open.Offers("SIZE") && open.Offers("8BITMIME"));
        Assert.False(open.Offers("SMTPUTF8") || open.Offers("8BIT") || open.Offers("SIZ"));
    }

    [Theory]
    [InlineData("500 what?")]
    [InlineData("502 no")]
    public async Task A_host_that_does_not_know_EHLO_is_asked_with_HELO(string answer)
    {
        await using var peer = new ScriptedPeer(
            ["S: 220 x", "C: EHLO gate", "S: " + answer, "C: HELO gate", "S: 250-x", "S: 250 SIZE"]);
        var (session, _) = await OpenAsync(peer);
        using var open = session;
        Assert.Empty(open!.Extensions);
    }

    [Fact]
    public async Task An_old_host_is_asked_with_HELO_at_once()
    {
        await using var peer = new ScriptedPeer(["S: 220 x", "C: HELO gate", "S: 250 x"]);
        var (session, _) = await OpenAsync(peer, new Introduction("gate", HeloOnly: true));
        using var open = session;
        Assert.NotNull(open);
    }

    [Theory]
    [InlineData("554 no", "554 no")]
    [InlineData("421 busy", "421 busy")]
    [InlineData("354 go", "354 go")]
    [InlineData("HTTP/1.1 400", "nonsense")]
    [InlineData("!close", "lost")]
    public async Task A_banner_that_is_no_welcome_stands_in_the_way(string banner, string obstacle)
    {
        await using var peer = new ScriptedPeer(["S: " + banner]);
        var (session, met) = await OpenAsync(peer);
        Assert.Null(session);
        Assert.Equal(obstacle, met.ToString());
        await peer.PlayedAsync();
    }

    [Fact]
    public async Task A_host_that_refuses_both_greetings_stands_in_the_way()
    {
        await using var peer = new ScriptedPeer(["S: 220 x", "C: EHLO gate", "S: 500 no", "C: HELO gate", "S: 550 never"]);
        Assert.Equal("550 never", (await OpenAsync(peer)).Obstacle.ToString());
    }

    [Fact]
    public async Task Where_nobody_listens_the_host_is_unreachable()
    {
        var (session, obstacle) = await OutgoingSession.OpenAsync(
            Messages.Nobody(), new Introduction("gate"), CancellationToken.None);
        Assert.Null(session);
        Assert.Equal(Trouble.Unreachable, obstacle.Trouble);
    }

    [Fact]
    public async Task Commands_go_out_as_the_standard_spells_them()
    {
        await using var peer = new ScriptedPeer([
            .. Plain, "C: MAIL FROM:<> SMTPUTF8", "S: 250 1", "C: RCPT TO:<\"a b\"@d>", "S: 250 2", "C: RSET", "S: 250 3",
            "C: DATA", "S: 354 4", "C: QUIT", "S: 221 5"]);
        var (session, _) = await OpenAsync(peer);
        using (var open = session!)
        {
            Assert.Equal("250 1", (await open.MailAsync("<>", " SMTPUTF8", CancellationToken.None)).ToString());
            Assert.Equal("250 2", (await open.RcptAsync("\"a b\"@d", CancellationToken.None)).ToString());
            Assert.Equal("250 3", (await open.ResetAsync(CancellationToken.None)).ToString());
            Assert.Equal("354 4", (await open.DataAsync(CancellationToken.None)).ToString());
            Assert.Equal("221 5", (await open.QuitAsync(CancellationToken.None)).ToString());
        }
        await peer.PlayedAsync();
    }

    [Fact]
    public async Task Content_goes_out_with_dots_doubled_and_its_end()
    {
        var body = string.Concat(Enumerable.Repeat(".line\r\n", 5000));
        await using var peer = new ScriptedPeer([
            .. Plain, "C: Head: 1", .. Enumerable.Repeat("C: ..line", 5000), "C: no end", "C: .", "S: 250 ok"]);
        var (session, _) = await OpenAsync(peer);
        using var open = session!;
        using var content = new MemoryStream(Encoding.ASCII.GetBytes("Head: 1\r\n" + body + "no end"));
        var answer = await open.ContentAsync(content, TimeLimits.Standard, _ => { }, CancellationToken.None)
            .AsTask().WaitAsync(TestLimits.Wait);
        Assert.Equal("250 ok", answer.ToString());
    }

    private static async Task<(OutgoingSession? Session, Answer Obstacle)> OpenAsync(
        ScriptedPeer peer, Introduction? introduction = null) =>
        await OutgoingSession.OpenAsync(peer.EndPoint, introduction ?? new Introduction("gate"), CancellationToken.None)
            .AsTask().WaitAsync(TestLimits.Wait);
}
