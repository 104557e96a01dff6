using System.Collections.Immutable;
using SmtpGate.Grammar;
using SmtpGate.Sessions;

namespace SmtpGate.Tests.Sessions;

public sealed class SequenceTests
{
    private static readonly Mailbox Joe = new("joe", "d.example");

    private static readonly Dictionary<string, Command> Commands = new Command[]
    {
        new Command.Helo("c"), new Command.Ehlo("c"), new Command.Mail(ReversePath.Null, MailParameters.None),
        new Command.Rcpt(Joe), new Command.Data(), new Command.Rset(), new Command.Noop(), new Command.Vrfy("x"),
        new Command.Help(), new Command.Quit(),
    }.ToDictionary(c => c.Keyword);

    private static readonly SessionState Greeted = new(new Greeted("client.example", true));
    private static readonly SessionState Open = Greeted with { Envelope = new(ReversePath.Null, MailParameters.None, []) };

    private static readonly Dictionary<string, SessionState> States = new()
    {
        ["start"] = SessionState.Start,
        ["greeted"] = Greeted,
        ["mail"] = Open,
        ["rcpt"] = Open with { Envelope = Open.Envelope! with { Recipients = ImmutableList.Create(Joe) } },
        ["refused"] = SessionState.Start with { Refusal = Replies.Refused },
    };

    // RFC 5321 4.1.4, 3.1: "." may come, else the reply's constant; columns as the states above.
    [Theory]
    [InlineData("HELO", ".", ".", ".", ".", "Refused")]
    [InlineData("EHLO", ".", ".", ".", ".", "Refused")]
    [InlineData("MAIL", "HelloFirst", ".", "TransactionOpen", "TransactionOpen", "Refused")]
    [InlineData("RCPT", "HelloFirst", "MailFirst", ".", ".", "Refused")]
    [InlineData("DATA", "HelloFirst", "MailFirst", "RcptFirst", ".", "Refused")]
    [InlineData("RSET", ".", ".", ".", ".", "Refused")]
    [InlineData("NOOP", ".", ".", ".", ".", "Refused")]
    [InlineData("VRFY", ".", ".", ".", ".", "Refused")]
    [InlineData("HELP", ".", ".", ".", ".", "Refused")]
    [InlineData("QUIT", ".", ".", ".", ".", ".")]
    public void A_command_may_come_when_the_standard_says(
        string verb, string start, string greeted, string mail, string rcpt, string refused)
    {
        var command = Commands[verb];
        Assert.Equal(Reply(start), Sequence.Refuse(States["start"], command));
        Assert.Equal(Reply(greeted), Sequence.Refuse(States["greeted"], command));
        Assert.Equal(Reply(mail), Sequence.Refuse(States["mail"], command));
        Assert.Equal(Reply(rcpt), Sequence.Refuse(States["rcpt"], command));
        Assert.Equal(Reply(refused), Sequence.Refuse(States["refused"], command));
    }

    [Fact]
    public void An_unreadable_line_earns_its_own_reply_except_in_a_refused_session()
    {
        var unreadable = new Command.Unreadable("ETRN", Replies.NotImplemented);
        Assert.Equal(Replies.NotImplemented, Sequence.Refuse(SessionState.Start, unreadable));
        Assert.Equal(Replies.NotImplemented, Sequence.Refuse(Open, unreadable));
        Assert.Equal(Replies.Refused, Sequence.Refuse(States["refused"], unreadable));
    }

    // RFC 2920 3.1: these are the last of a group; RSET, MAIL and RCPT may stand anywhere in one.
    [Theory]
    [InlineData("HELO", true)]
    [InlineData("EHLO", true)]
    [InlineData("MAIL", false)]
    [InlineData("RCPT", false)]
    [InlineData("DATA", true)]
    [InlineData("RSET", false)]
    [InlineData("NOOP", true)]
    [InlineData("VRFY", true)]
    [InlineData("HELP", true)]
    [InlineData("QUIT", true)]
    public void Replies_are_held_back_only_where_a_group_goes_on(string verb, bool ends) =>
        Assert.Equal(ends, Sequence.EndsGroup(Commands[verb]));

    [Theory]
    [InlineData("MAIL")]
    [InlineData("ETRN")]
    [InlineData("")]
    public void The_reply_to_an_unreadable_line_goes_out_at_once(string verb) =>
        Assert.True(Sequence.EndsGroup(new Command.Unreadable(verb, Replies.Unknown)));

    private static Reply? Reply(string name) => name == "." ? null : (Reply?)typeof(Replies).GetField(name)!.GetValue(null);
}
