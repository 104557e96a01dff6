using System.Reflection;
using SmtpGate.Grammar;

namespace SmtpGate.Tests.Grammar;

public sealed class RepliesTests
{
    private static readonly Mailbox LongestMailbox = new(new string('l', 64), new string('d', 255));

    private static readonly Dictionary<string, Reply> All = Constants().Concat(Made()).ToDictionary(r => r.Name, r => r.Reply);

    public static TheoryData<string> Names => [.. All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_code_is_one_that_replies_have(string name) =>
        Assert.Matches("^[2-5][0-5][0-9]$", All[name].Code.ToString(System.Globalization.CultureInfo.InvariantCulture));

    [Theory]
    [MemberData(nameof(Names))]
    public void An_enhanced_code_is_of_the_same_class_and_3yz_has_none(string name)
    {
        var reply = All[name];
        if (reply.Code is 354 || name is "Hello" or "Greeting")
            Assert.Null(reply.Enhanced);
        else
            Assert.Matches($"^{reply.Code / 100}\\.[0-9]{{1,3}}\\.[0-9]{{1,3}}$", Assert.IsType<string>(reply.Enhanced));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_text_is_printable_ASCII_on_lines_of_at_most_512_octets(string name)
    {
        Assert.NotEmpty(All[name].Lines);
        Assert.All(All[name].ToString().Split("\r\n")[..^1], line => Assert.Matches("^[0-9]{3}[ -][ -~]{0,506}$", line));
        Assert.All(All[name].Lines, line => Assert.Contains(line, All[name].ToString(), StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_peer_reads_it_back(string name)
    {
        var parser = new ReplyParser();
        foreach (var line in All[name].ToString().Split("\r\n")[..^1])
            Assert.True(parser.Take(System.Text.Encoding.UTF8.GetBytes(line)));
        Assert.Equal(All[name].Code, parser.Reply?.Code);
        Assert.Equal(All[name].Lines.Count, parser.Reply?.Lines.Count);
    }

    [Theory]
    [InlineData("StartData", 354)]
    [InlineData("TooManyRecipients", 452)]
    [InlineData("TooLarge", 552)]
    [InlineData("UnknownParameter", 555)]
    [InlineData("NotImplemented", 502)]
    [InlineData("Unknown", 500)]
    [InlineData("LineTooLong", 500)]
    [InlineData("HelloFirst", 503)]
    [InlineData("NotVerified", 252)]
    [InlineData("Help", 214)]
    [InlineData("TooLate", 421)]
    [InlineData("Stopping", 421)]
    public void Codes_are_those_of_the_standard(string name, int code) => Assert.Equal(code, All[name].Code);

    [Fact]
    public void Only_replies_that_close_the_session_are_421() => Assert.Equal(
        [
            "Fault", "NotSmtp", "SessionTooLarge", "Stopping", "TooLate", "TooManyConnections", "TooManyErrors",
            "TooManyMessages", "TooSlow",
        ],
        All.Where(r => r.Value.Code == 421).Select(r => r.Key).Order());

    [Fact]
    public void The_greeting_the_hello_and_the_goodbye_begin_with_the_host()
    {
        Assert.Equal("220 gate.example ESMTP\r\n", Replies.Greeting("gate.example").ToString());
        Assert.Equal("250 gate.example\r\n", Replies.Hello("gate.example").ToString());
        Assert.Equal("221 2.0.0 gate.example closing\r\n", Replies.Closing("gate.example").ToString());
    }

    private static IEnumerable<(string Name, Reply Reply)> Constants() =>
        typeof(Replies).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(f => f.FieldType == typeof(Reply)).Select(f => (f.Name, (Reply)f.GetValue(null)!));

    // The longest that each can become.
    private static IEnumerable<(string Name, Reply Reply)> Made() =>
    [
        ("Greeting", Replies.Greeting(LongestMailbox.Domain)),
        ("Hello", Replies.Hello(LongestMailbox.Domain)),
        ("Closing", Replies.Closing(LongestMailbox.Domain)),
        ("RecipientAccepted", Replies.RecipientAccepted(LongestMailbox)),
        ("MessageTaken", Replies.MessageTaken("18f0-00000000ff")),
    ];
}
