using System.Text;
using SmtpSim.Transcripts;
using SmtpSim.Wire;

namespace SmtpSim.Tests.Transcripts;

public sealed class ReplyPatternTests
{
    [Theory]
    [InlineData("250", "250 ok")]
    [InlineData("250", "250")]
    [InlineData("250", "250-a|250-b|250 c")]
    [InlineData("2xx", "299 x")]
    [InlineData("450,451", "451 x")]
    [InlineData("4xx,550", "550 x")]
    [InlineData("550 5.1.1", "550 5.1.1 no such")]
    [InlineData("550 5.1.1", "550-5.1.1 no|550 5.1.1 such")]
    [InlineData("550 5.x.x", "550 5.71.199 x")]
    [InlineData("5xx x.7.1", "554 5.7.1 x")]
    [InlineData("550 5.1.1 no *", "550 5.1.1 no such")]
    [InlineData("250 has SIZE, PIPELINING", "250-x|250-size 10|250 PIPELINING")]
    [InlineData("250 has SIZE 10", "250-x|250-SIZE 10|250 DSN")]
    [InlineData("250 has AUTH PLAIN LOGIN", "250-x|250 AUTH LOGIN PLAIN")]
    [InlineData("250 lacks VRFY", "250-VRFY|250 SIZE")]
    [InlineData("250 has SIZE lacks VRFY, DSN", "250-x|250 SIZE")]
    [InlineData("250 queued as {id}", "250-x|250 queued as 7")]
    public void A_reply_that_fits_has_no_misfit(string pattern, string reply) => Assert.Null(Misfit(pattern, reply));

    [Theory]
    [InlineData("250", "251 x", "the code is 251, not 250")]
    [InlineData("2xx,354", "550 x", "the code is 550, not 2xx,354")]
    [InlineData("550 5.1.1", "550 5.1.10 x", "the enhanced status code is not 5.1.1 on every line: '5.1.10 x'")]
    [InlineData("550 5.1.1", "550-5.1.1 a|550 b", "the enhanced status code is not 5.1.1 on every line: 'b'")]
    [InlineData("550 5.x.x", "550 5.1 x", "the enhanced status code is not 5.x.x on every line: '5.1 x'")]
    [InlineData("250 has SIZE", "250-SIZE 10|250 DSN", "the reply does not offer SIZE")]
    [InlineData("250 has SIZE", "250-x|250 SIZES", "the reply does not offer SIZE")]
    [InlineData("250 has SIZE 10", "250-x|250 SIZE 20", "the reply does not offer SIZE 10")]
    [InlineData("250 lacks VRFY", "250-x|250 vrfy", "the reply offers VRFY")]
    [InlineData("250 ok", "250-no|250 okay", "no line of the reply is 'ok'")]
    [InlineData("250", "250-a|251 b", "all lines of a reply carry one code, here 250 and 251")]
    [InlineData("250", "250_a", "behind the code stands a hyphen or a space")]
    [InlineData("250", "25 a", "a reply line starts with three digits")]
    public void A_misfit_is_told(string pattern, string reply, string misfit) => Assert.Equal(misfit, Misfit(pattern, reply));

    [Theory]
    [InlineData("250-a")]
    [InlineData("25")]
    [InlineData("25x")]
    [InlineData("ok")]
    [InlineData("2xx,")]
    [InlineData(" 250")]
    [InlineData("")]
    public void Other_text_is_no_pattern(string text) => Assert.Null(ReplyPattern.TryParse(text));

    [Theory]
    [InlineData("2xx", true)]
    [InlineData("450,451 x", true)]
    [InlineData("250 5.x.x", false)]
    [InlineData("250 a,b x", false)]
    [InlineData("xyz", false)]
    public void Classes_and_choices_are_only_expected(string text, bool only) =>
        Assert.Equal(only, ReplyPattern.IsOnlyExpected(text));

    private static string? Misfit(string pattern, string reply) => ReplyPattern.TryParse(pattern)!.Misfit(
        ReplyText.Read(Encoding.UTF8.GetBytes(reply.Replace("|", "\r\n", StringComparison.Ordinal) + "\r\n"))!, new Variables());

    [Theory]
    [InlineData("S: 2yz", "1:4: '2yz' is no code; there are 250, classes like 5xx, and choices like 450,5xx")]
    [InlineData("S: 2xx,55x hello", "1:4: '2xx,55x' is no code; there are 250, classes like 5xx, and choices like 450,5xx")]
    [InlineData("S? 250,", "1:4: '250,' is no code; there are 250, classes like 5xx, and choices like 450,5xx")]
    [InlineData("S: 2xx,554 fine", "")]
    [InlineData("S: 2500 x", "")]
    [InlineData("S= 2yz", "")]
    [InlineData("C: 2yz", "")]
    public void What_only_looks_like_a_code_is_reported(string text, string message) => Assert.Equal(message, Wrong.Of(text));

    [Theory]
    [InlineData("250 lacks VRFY has SIZE", "the reply offers VRFY")]
    [InlineData("250 lacks ETRN lacks HELP", "the reply offers HELP")]
    [InlineData("250 lacks ETRN has SIZE", "the reply does not offer SIZE")]
    [InlineData("250 has VRFY has HELP lacks ETRN lacks SIZE", null)]
    [InlineData("250 has VRFY, HELP", null)]
    public void What_it_has_and_lacks_may_be_said_in_any_order(string pattern, string? misfit) => Assert.Equal(
        misfit, ReplyPattern.TryParse(pattern)!.Misfit(ReplyText.Read("250-a\r\n250-VRFY\r\n250 HELP\r\n"u8)!, new Variables()));

    [Theory]
    [InlineData("5..")]
    [InlineData("5.1.")]
    [InlineData("5.1.1111")]
    [InlineData("5.1")]
    public void An_x_stands_for_a_number(string code) => Assert.NotNull(ReplyPattern.TryParse("550 5.x.x")!.Misfit(
        ReplyText.Read(System.Text.Encoding.ASCII.GetBytes($"550 {code} no\r\n"))!, new Variables()));
}
