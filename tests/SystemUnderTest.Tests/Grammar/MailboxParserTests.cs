using System.Text;
using SmtpGate.Grammar;

namespace SmtpGate.Tests.Grammar;

public sealed class MailboxParserTests
{
    public static TheoryData<string, string, string> Vectors => Fixtures.Rows("mailboxes.tsv");

    [Theory]
    [MemberData(nameof(Vectors))]
    public void A_forward_path_is_the_mailbox_or_earns_the_reply_of_the_standard(string input, string expected, string clause) =>
        Rendered.Matches(expected, Describe(Parse("RCPT TO:", input, "")), clause, input);

    [Theory]
    [MemberData(nameof(Vectors))]
    public void A_reverse_path_is_the_same_but_for_the_empty_one_and_postmaster(string input, string expected, string clause)
    {
        var mail = Parse("MAIL FROM:", input, " SMTPUTF8");
        if (input.Equals("<postmaster>", StringComparison.OrdinalIgnoreCase))
            Assert.Equal("501", Describe(mail));
        else if (input == "<>")
            Assert.Null(Assert.IsType<Command.Mail>(mail).From.Mailbox);
        else
            Rendered.Matches(expected, Describe(mail), clause, input);
    }

    [Theory]
    [InlineData("MAIL FROM:<a@@b>", "5.1.7")]
    [InlineData("RCPT TO:<a@@b>", "5.1.3")]
    public void The_enhanced_code_says_whose_address_is_wrong(string line, string enhanced) => Assert.Equal(
        enhanced, Assert.IsType<Command.Unreadable>(CommandParser.Parse(Encoding.ASCII.GetBytes(line))).Why.Enhanced);

    [Theory]
    [InlineData("<>", true)]
    [InlineData("<a@b.example>", true)]
    [InlineData("<\"a\\ \"@b.example>", true)]
    [InlineData("<\"a\\\u007F\"@b.example>", false)]
    [InlineData("<\"a\u007F\"@b.example>", false)]
    [InlineData("<a@b.example> ", false)]
    [InlineData("a@b.example", false)]
    public void A_path_to_send_from_is_a_path_and_nothing_more(string text, bool isValid) =>
        Assert.Equal(isValid, PathArgument.IsValid(text));

    private static Command Parse(string verb, string path, string parameters) => CommandParser.Parse(
        [.. Encoding.ASCII.GetBytes(verb), .. Fixtures.Octets(path), .. Encoding.ASCII.GetBytes(parameters)]);

    private static string Describe(Command command) => command switch
    {
        Command.Mail { From.Mailbox: { } from } => $"{from.LocalPart} @ {from.Domain}",
        Command.Rcpt { To: var to } => $"{to.LocalPart} @ {to.Domain}",
        _ => Rendered.Of(command),
    };
}
