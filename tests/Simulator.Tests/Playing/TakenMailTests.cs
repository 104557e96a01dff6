using SmtpSim.Serving;

namespace SmtpSim.Tests.Playing;

/// <summary>Mail that a script with lines in order takes counts like any other.</summary>
[Trait("Rows", "SM-08")]
public sealed class TakenMailTests
{
    private const string Greets = "S: 220\nC: EHLO x\nS: 250\n";
    private const string Envelope = "C: MAIL FROM:<a@b> SIZE=3\nS: 250\nC: RCPT TO:<c@d>\nS: 250\nC: RCPT TO:<e@f>\nS: 250\n";
    private const string Asks = "C: DATA\nS: 354\n";
    private const string Says = "@body <<E\n.x\n\ny\nE\n";

    [Theory]
    [InlineData(Asks + "@body any\nS: 250 taken\n", Asks + Says + "S: 250\n")]
    [InlineData(Asks + Says + "S: 250-taken\nS+ 250 it is\n", Asks + Says + "S: 250\n")]
    [InlineData(Asks + "C: ..x\nC:\nC: y\nC: .\nS: 250 taken\n", Asks + Says + "S: 250\n")]
    [InlineData(Asks + "@body any\n@chunk 1\nS: 250 taken\n", Asks + "@chunk 1\n" + Says + "S: 250\n")]
    [InlineData("@bdat any\nS: 250\n@bdat any\nS: 250\n", "@bdat all <<E\n.x\nE\nS: 250\n@bdat all last <<E\n\ny\nE\nS: 250\n")]
    [InlineData("@bdat any\nS: 250\nC: BDAT 0 LAST\nS: 250\n", "@bdat all <<E\n.x\n\ny\nE\nS: 250\nC: BDAT 0 LAST\nS: 250\n")]
    public async Task What_it_accepts_is_kept(string serves, string says)
    {
        await using var server = await PlayedAsync(Greets + Envelope + serves, Greets + Envelope + says);
        var mail = Assert.Single(server.Mail.All);
        Assert.Equal("FROM:<a@b> SIZE=3", mail.From);
        Assert.Equal(["TO:<c@d>", "TO:<e@f>"], mail.Recipients);
        Assert.Equal(".x\r\n\r\ny\r\n", mail.Content.Text);
    }

    [Theory]
    [InlineData("S: 550 no\n", "S: 550\n")]
    [InlineData("S: 451-no\nS+ 451 no\n", "S: 451\n")]
    [InlineData("@cut 5\nS: 250 taken\n", "")]
    [InlineData("S: 451 no\nS: 250 yes\n", "S: 451\nS: 250\n")]
    [InlineData("@close\n", "@eof\n")]
    public async Task What_it_does_not_accept_is_not(string serves, string says)
    {
        await using var server = await PlayedAsync(
            Greets + Envelope + Asks + "@body any\n" + serves, Greets + Envelope + Asks + Says + says);
        Assert.Empty(server.Mail.All);
    }

    [Fact]
    public async Task Each_message_has_its_own_envelope_and_content()
    {
        var second = Envelope.Replace("a@b", "g@h", StringComparison.Ordinal).Replace("C: RCPT TO:<e@f>\nS: 250\n", "") + Asks;
        await using var server = await PlayedAsync(
            Greets + Envelope + Asks + "@body any\nS: 250 one\n" + second + "@body any\nS: 250 two\n",
            Greets + Envelope + Asks + Says + "S: 250\n" + second + "@body <<E\nz\nE\nS: 250\n");
        Assert.Equal(["FROM:<a@b> SIZE=3", "FROM:<g@h> SIZE=3"], server.Mail.All.Select(m => m.From));
        Assert.Equal([2, 1], server.Mail.All.Select(m => m.Recipients.Count));
        Assert.Equal("z\r\n", server.Mail.All[1].Content.Text);
    }

    [Theory]
    [InlineData("C: RCPT TO:<1>\nS: 250\nC: RCPT TO:<2>\nS: 550 no\nC: RCPT TO:<3>\nS: 250\n", "TO:<1> TO:<3>")]
    [InlineData("C: RCPT TO:<1>\nC+ RCPT TO:<2>\nC+ RCPT TO:<3>\nS: 250\nS: 450-no\nS+ 450 no\nS: 250\n", "TO:<1> TO:<3>")]
    [InlineData("C: RCPT TO:<1>\nC+ RCPT TO:<1>\nC+ NOOP\nS: 250\nS: 550\nS: 500\n", "TO:<1>")]
    [InlineData("C: NOOP\nC+ RCPT TO:<1>\nC+ RCPT TO:<2>\nS: 500\nS: 250\nS: 550\n", "TO:<1>")]
    public async Task A_recipient_that_is_refused_is_none(string recipients, string kept)
    {
        var envelope = "C: MAIL FROM:<a@b>\nS: 250\n" + recipients + Asks;
        await using var server = await PlayedAsync(
            Greets + envelope + "@body any\nS: 250 taken\n", Greets + envelope + Says + "S: 250\n");
        Assert.Equal(kept.Split(' '), Assert.Single(server.Mail.All).Recipients);
    }

    // What a client says before the greeting has its reply behind it.
    [Fact]
    public async Task The_greeting_is_no_reply()
    {
        const string Early = "C: MAIL FROM:<a@b>\nC+ RCPT TO:<1>\nC+ RCPT TO:<2>\nS: 220\nS: 250\nS: 550\nS: 250\n" + Asks;
        await using var server = await PlayedAsync(Early + "@body any\nS: 250\n", Early + Says + "S: 250\n");
        Assert.Equal(["TO:<2>"], Assert.Single(server.Mail.All).Recipients);
    }

    private static async Task<FakeServer> PlayedAsync(string serves, string says)
    {
        var server = Stage.Serve(serves);
        Stage.Passed(await Stage.WalkAsync(server.EndPoint, says));
        await Stage.UntilAsync(() => server.Outcomes.Count == 1);
        return server;
    }
}
