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

    private string Code(string command) => Answer(command)[0][..3];

    private IReadOnlyList<string> Answer(string command)
    {
        var answer = _replies.Answer(command == "DOT" ? ServedCommand.Dot : ServedCommand.Of(command), _state);
        _state = answer.After;
        return answer.Reply.Lines;
    }

    private void Say(params string[] commands) => Assert.All(commands, c => Assert.Equal("250", Code(c)));
}
