using SmtpSim.Serving;

namespace SmtpSim.Tests.Serving;

public sealed class DefaultRepliesTests
{
    private readonly DefaultReplies _replies = new(new Offer(["SIZE 10", "PIPELINING"]));
    private ServedState _state = ServedState.Connected;

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
        Assert.Equal(["250-sim.example", "250-SIZE 10", "250 PIPELINING"], Answer("EHLO x"));

    [Theory]
    [InlineData("STARTTLS")]
    [InlineData("starttls")]
    public void STARTTLS_is_not_offered_again(string keyword) => Assert.Equal(
        ["250 sim.example"],
        new DefaultReplies(new Offer([keyword])).Answer(ServedCommand.Of("EHLO x"), _state with { Tls = true }).Reply.Lines);

    [Fact]
    public void LHLO_is_greeted_like_EHLO() =>
        Assert.Equal(["250-sim.example", "250-SIZE 10", "250 PIPELINING"], Answer("LHLO x"));

    [Fact]
    public void EHLO_without_capabilities_is_one_line() =>
        Assert.Equal(
            ["250 sim.example"], new DefaultReplies(new Offer([])).Answer(ServedCommand.Of("EHLO x"), _state).Reply.Lines);

    [Fact]
    public void A_connection_is_greeted() =>
        Assert.Equal(["220 sim.example ESMTP"], _replies.Answer(ServedCommand.Connect, _state).Reply.Lines);

    [Fact]
    public void A_transaction_goes_in_its_order()
    {
        Say("EHLO x", "MAIL FROM:<a@b>", "RCPT TO:<c@d>", "RCPT TO:<e@f>");
        Assert.Equal("503", Code("MAIL FROM:<g@h>"));
        Assert.Equal("354", Code("DATA"));
        Assert.Equal("FROM:<a@b>", _state.From);
        Assert.Equal(["TO:<c@d>", "TO:<e@f>"], [.. _state.Recipients]);
        Assert.Equal(["250 2.0.0 Accepted"], Answer("DOT"));
        Assert.Equal(new ServedState(true, null, []), _state);
    }

    [Theory]
    [InlineData("RSET")]
    [InlineData("HELO x")]
    [InlineData("EHLO x")]
    public void A_transaction_is_forgotten(string command)
    {
        Say("EHLO x", "MAIL FROM:<a@b>", "RCPT TO:<c@d>", command);
        Assert.Null(_state.From);
        Assert.Equal("250", Code("MAIL FROM:<a@b>"));
        Assert.Equal("503", Code("DATA"));
    }

    [Theory]
    [InlineData("EHLO", "501")]
    [InlineData("HELO", "501")]
    [InlineData("LHLO ", "501")]
    [InlineData("VRFY", "501")]
    [InlineData("RSET now", "501")]
    [InlineData("QUIT please", "501")]
    [InlineData("NOOP x", "250")]
    [InlineData("MAIL", "501")]
    [InlineData("MAIL FROM:", "501")]
    [InlineData("MAIL FROM:a@b", "501")]
    [InlineData("MAIL TO:<a@b>", "501")]
    [InlineData("MAIL FROM:<a@b", "501")]
    [InlineData("MAIL FROM:<a@b>SIZE=1", "501")]
    [InlineData("MAIL FROM:<>", "250")]
    [InlineData("mail from: <a@b>", "250")]
    [InlineData("MAIL FROM:<\"a> \\\">\"@b> SIZE=1", "250")]
    [InlineData("MAIL FROM:<a@b> SIZE", "501")]
    [InlineData("MAIL FROM:<a@b> SIZE=x", "501")]
    [InlineData("MAIL FROM:<a@b> SIZE=100000000000000000000", "501")]
    [InlineData("MAIL FROM:<a@b> size=10", "250")]
    [InlineData("MAIL FROM:<a@b> SIZE=11", "552")]
    [InlineData("MAIL FROM:<a@b> BODY=7BIT", "555")]
    [InlineData("MAIL FROM:<a@b> SIZE=1 FOO", "555")]
    [InlineData("MAIL FROM:<a@b> NOTIFY=NEVER", "555")]
    public void What_is_no_command_is_refused(string command, string code)
    {
        if (!command.Contains("LO", StringComparison.Ordinal))
            Say("EHLO x");
        Assert.Equal(code, Code(command));
    }

    [Theory]
    [InlineData("RCPT", "501")]
    [InlineData("RCPT TO:<>", "501")]
    [InlineData("RCPT FROM:<a@b>", "501")]
    [InlineData("RCPT TO:<Postmaster>", "250")]
    [InlineData("RCPT TO: <a@b>", "250")]
    [InlineData("RCPT TO:<a@b> NOTIFY=NEVER", "555")]
    [InlineData("RCPT TO:<a@b> SIZE=1", "555")]
    public void What_is_no_recipient_is_refused(string command, string code)
    {
        Say("EHLO x", "MAIL FROM:<a@b>");
        Assert.Equal(code, Code(command));
        Assert.Equal(code == "250" ? 1 : 0, _state.Recipients.Count);
    }

    [Theory]
    [InlineData("8BITMIME", "MAIL FROM:<a@b> BODY=8bitmime", "250")]
    [InlineData("8BITMIME", "MAIL FROM:<a@b> BODY=BINARYMIME", "501")]
    [InlineData("BINARYMIME", "MAIL FROM:<a@b> BODY=BINARYMIME", "250")]
    [InlineData("SMTPUTF8", "MAIL FROM:<a@b> SMTPUTF8", "250")]
    [InlineData("SMTPUTF8", "MAIL FROM:<a@b> SMTPUTF8=1", "501")]
    [InlineData("DSN", "MAIL FROM:<a@b> RET=HDRS ENVID=QQ314159", "250")]
    [InlineData("DSN", "MAIL FROM:<a@b> RET=SOME", "501")]
    [InlineData("DSN", "MAIL FROM:<a@b> NOTIFY=NEVER", "555")]
    [InlineData("AUTH PLAIN", "MAIL FROM:<a@b> AUTH=<>", "250")]
    [InlineData("FOO", "MAIL FROM:<a@b> FOO=1", "250")]
    [InlineData("FOO", "MAIL FROM:<a@b> BAR=1", "555")]
    [InlineData("XMINE 1", "MAIL FROM:<a@b> ANYTHING=1", "250")]
    public void A_parameter_is_taken_where_its_extension_is_offered(string offered, string command, string code)
    {
        var state = _state with { Greeted = true };
        Assert.Equal(code, new DefaultReplies(new Offer([offered])).Answer(ServedCommand.Of(command), state).Reply.Lines[0][..3]);
    }

    [Theory]
    [InlineData("RCPT TO:<a@b> NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;a@b", "250")]
    [InlineData("RCPT TO:<a@b> NOTIFY=NEVER,DELAY", "501")]
    [InlineData("RCPT TO:<a@b> ORCPT=a@b", "501")]
    public void Those_of_a_recipient_are_looked_at_too(string command, string code)
    {
        var state = _state with { Greeted = true, From = "FROM:<>" };
        Assert.Equal(code, new DefaultReplies(new Offer(["DSN"])).Answer(ServedCommand.Of(command), state).Reply.Lines[0][..3]);
    }

    private string Code(string command) => Answer(command)[0][..3];

    private IReadOnlyList<string> Answer(string command)
    {
        var answer = _replies.Answer(command == "DOT" ? ServedCommand.Dot : ServedCommand.Of(command), _state);
        if (answer.Reply.Class is not ('4' or '5'))
            _state = answer.After;
        return answer.Reply.Lines;
    }

    private void Say(params string[] commands) => Assert.All(commands, c => Assert.Equal("250", Code(c)));
}
