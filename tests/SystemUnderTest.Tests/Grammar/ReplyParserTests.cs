using System.Text;
using FsCheck.Fluent;
using SmtpGate.Grammar;

namespace SmtpGate.Tests.Grammar;

public sealed class ReplyParserTests
{
    private static readonly byte[] Telling = [.. "2345501- x"u8, 0, 13, 10, 0xFF];

    [Fact]
    public void Any_lines_are_taken_or_refused_without_an_exception() => Generators.Holds(Prop.ForAll(
        Generators.Octets(Telling).ArrayOf().ArrayOf().ToArbitrary(), lines =>
        {
            var parser = new ReplyParser();
            var taken = lines.TakeWhile(line => parser.Reply is null && parser.Take(line)).Count();
            Assert.True(parser.Reply is null || (parser.Reply.Code is >= 200 and < 600 && parser.Reply.Lines.Count == taken));
        }), 3000);

    [Theory]
    [InlineData("250 OK", 250, "OK")]
    [InlineData("250", 250, "")]
    [InlineData("250 ", 250, "")]
    [InlineData("550 5.1.1 No such user", 550, "5.1.1 No such user")]
    [InlineData("354  two spaces", 354, " two spaces")]
    public void One_line_with_a_space_or_nothing_behind_the_code_is_a_reply(string line, int code, string text)
    {
        var reply = Read(line);
        Assert.Equal((code, text), (reply?.Code, reply?.Lines[0]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("25")]
    [InlineData("OK")]
    [InlineData("2500 OK")]
    [InlineData("250OK")]
    [InlineData("250\tOK")]
    [InlineData("150 OK")]
    [InlineData("650 OK")]
    [InlineData("+50 OK")]
    [InlineData(" 50 OK")]
    [InlineData("25x OK")]
    [InlineData("\\xD9\\xA2\\xD9 OK")]
    public void A_line_without_a_code_is_none_of_a_reply(string line) =>
        Assert.False(new ReplyParser().Take(Fixtures.Octets(line)));

    [Fact]
    public void Lines_with_a_hyphen_go_on_until_one_without()
    {
        var reply = Read("250-a", "250-", "250-c d", "250 e");
        Assert.Equal(["a", "", "c d", "e"], reply!.Lines);
    }

    [Fact]
    public void A_reply_has_one_code()
    {
        var parser = new ReplyParser();
        Assert.True(parser.Take("250-a"u8));
        Assert.False(parser.Take("550 b"u8));
        Assert.Null(parser.Reply);
    }

    [Fact]
    public void A_reply_that_does_not_end_is_not_listened_to_for_ever()
    {
        var parser = new ReplyParser();
        var taken = Enumerable.Range(0, 1000).TakeWhile(_ => parser.Take("250-more"u8)).Count();
        Assert.Equal(128, taken);
        Assert.Null(parser.Reply);
    }

    [Fact]
    public void Text_that_is_no_UTF8_is_still_text() => Assert.Equal("\uFFFD", Read("550 \\xFF")!.Lines[0]);

    private static Reply? Read(params string[] lines)
    {
        var parser = new ReplyParser();
        foreach (var line in lines)
            Assert.True(parser.Take(Fixtures.Octets(line)), Encoding.UTF8.GetString(Fixtures.Octets(line)));
        return parser.Reply;
    }
}
