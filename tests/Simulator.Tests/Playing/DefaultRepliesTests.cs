using SmtpSim.Playing;

namespace SmtpSim.Tests.Playing;

public sealed class DefaultRepliesTests
{
    private readonly DefaultReplies _replies = new(["SIZE 10", "PIPELINING"]);

    [Theory]
    [InlineData("HELO x", "250")]
    [InlineData("NOOP", "250")]
    [InlineData("rset", "250")]
    [InlineData("VRFY x", "252")]
    [InlineData("HELP", "214")]
    [InlineData("QUIT", "221")]
    [InlineData("XYZZY", "500")]
    [InlineData("", "500")]
    [InlineData("MAIL FROM:<a@b>", "503")]
    [InlineData("RCPT TO:<a@b>", "503")]
    [InlineData("DATA", "503")]
    public void Each_command_has_a_reply(string command, string code) => Assert.Equal(code, Code(command));

    [Fact]
    public void EHLO_offers_the_capabilities() =>
        Assert.Equal(["250-sim.example", "250-SIZE 10", "250 PIPELINING"], _replies.Answer(ServedCommand.Of("EHLO x")));

    [Fact]
    public void EHLO_without_capabilities_is_one_line() =>
        Assert.Equal(["250 sim.example"], new DefaultReplies([]).Answer(ServedCommand.Of("EHLO x")));

    [Fact]
    public void A_connection_is_greeted() => Assert.Equal(["220 sim.example ESMTP"], _replies.Answer(ServedCommand.Connect));

    [Fact]
    public void A_transaction_goes_in_its_order()
    {
        Say("EHLO x", "MAIL FROM:<a@b>", "RCPT TO:<c@d>", "RCPT TO:<e@f>");
        Assert.Equal("503", Code("MAIL FROM:<g@h>"));
        Assert.Equal("354", Code("DATA"));
        var (from, recipients) = _replies.Transaction!.Value;
        Assert.Equal("FROM:<a@b>", from);
        Assert.Equal(["TO:<c@d>", "TO:<e@f>"], recipients);
        Assert.Equal(["250 2.0.0 Accepted"], _replies.Answer(ServedCommand.Dot));
        Assert.Null(_replies.Transaction);
    }

    [Theory]
    [InlineData("RSET")]
    [InlineData("HELO x")]
    [InlineData("EHLO x")]
    public void A_transaction_is_forgotten(string command)
    {
        Say("EHLO x", "MAIL FROM:<a@b>", "RCPT TO:<c@d>", command);
        Assert.Null(_replies.Transaction);
        Assert.Equal("250", Code("MAIL FROM:<a@b>"));
        Assert.Equal("503", Code("DATA"));
    }

    [Fact]
    public void A_refused_command_is_taken_back()
    {
        Say("EHLO x", "MAIL FROM:<a@b>", "RCPT TO:<c@d>", "RCPT TO:<e@f>");
        _replies.Refuse(ServedCommand.Of("RCPT TO:<e@f>"));
        Assert.Equal(["TO:<c@d>"], _replies.Transaction!.Value.Recipients);
        _replies.Refuse(ServedCommand.Of("MAIL FROM:<a@b>"));
        Assert.Null(_replies.Transaction);
        _replies.Refuse(ServedCommand.Of("RCPT TO:<e@f>"));
        _replies.Refuse(ServedCommand.Of("NOOP"));
        Assert.Equal("503", Code("RCPT TO:<c@d>"));
    }

    private string Code(string command) => _replies.Answer(ServedCommand.Of(command))[0][..3];

    private void Say(params string[] commands) => Assert.All(commands, c => Assert.Equal("250", Code(c)));

    // Fault: a rule that refuses a second MAIL, or a RCPT that was out of order, takes back what was accepted before.
    [Fact(Skip = "A known fault, see docs/plan.md")]
    public void Refusing_what_was_never_accepted_takes_nothing_back()
    {
        Say("EHLO x", "MAIL FROM:<a@b>", "RCPT TO:<c@d>");
        Assert.Equal("503", Code("MAIL FROM:<g@h>"));
        _replies.Refuse(ServedCommand.Of("MAIL FROM:<g@h>"));
        Assert.NotNull(_replies.Transaction);
    }
}
