using System.Text;
using SmtpGate.Grammar;
using SmtpGate.Sinks;

namespace SmtpGate.Tests.Sinks;

[Trait("Rows", "AU-18")]
public sealed class BindingRuleTests
{
    [Theory]
    [InlineData("ehlo=*.example", "EHLO mx.a.example", true)]
    [InlineData("EHLO=*.EXAMPLE", "ehlo mx.a.example", true)]
    [InlineData("ehlo=*.example", "EHLO example", false)]
    [InlineData("ehlo=*.example", "HELO mx.a.example", false)]
    [InlineData("mail from=*@x.example", "MAIL FROM:<joe@x.example>", true)]
    [InlineData("mail from=*@x.example", "MAIL FROM: <joe@x.example> SIZE=1", true)]
    [InlineData("mail from=*@x.example", "MAIL FROM:<joe@y.example>", false)]
    [InlineData("mail from=", "MAIL FROM:<>", true)]
    [InlineData("mail from=", "MAIL FROM:<joe@x.example>", false)]
    [InlineData("mail from:=*@x.example", "MAIL FROM:<joe@x.example>", true)]
    [InlineData("ehlo=*.example;mail from=*@x.example", "MAIL FROM:<joe@x.example>", true)]
    [InlineData(" ehlo = a ; ; helo = b ;", "HELO b", true)]
    [InlineData("rcpt to=jo?@*", "RCPT TO:<joe@d.example>", true)]
    [InlineData("rcpt to=jo?@*", "RCPT TO:<john@d.example>", false)]
    [InlineData("rcpt to=a.b@*", "RCPT TO:<axb@d.example>", false)]
    [InlineData("noop", "NOOP", true)]
    [InlineData("noop", "NOOP whatever", true)]
    [InlineData("noop", "NOOPS", false)]
    public void It_matches_or_not(string rule, string line, bool matches) =>
        Assert.Equal(matches, Matches(rule, line));

    [Theory]
    [InlineData("mail from=*@bad.example", "MAIL FROM:<x@bad.example> AUTH=<>")]
    [InlineData("rcpt to=secret@own.example", "RCPT TO:<@z.example:secret@own.example>")]
    [InlineData("rcpt to=secret@own.example", "RCPT TO:<\"secret\"@own.example>")]
    [InlineData("rcpt to=secret@own.example", "RCPT TO:<\"s\\ecret\"@own.example>")]
    public void However_an_address_is_written_it_is_the_same(string rule, string line) => Assert.True(Matches(rule, line));

    [Fact]
    public void Many_stars_take_no_longer_than_they_must() =>
        Assert.False(Matches($"rcpt to={string.Concat(Enumerable.Repeat("*?", 1000))}x", "RCPT TO:<" + new string('a', 1500)));

    [Theory]
    [InlineData("")]
    [InlineData(";")]
    [InlineData("=x")]
    [InlineData("mail from too=x")]
    [InlineData("ehlo=a;b2=c")]
    public void What_is_no_rule_is_none(string text) => Assert.Null(BindingRule.Parse(text));

    [Fact]
    public void Events_that_are_no_commands_run_whatever_it_says() =>
        Assert.True(BindingRule.Parse("ehlo=a")!.Matches(default, null));

    private static bool Matches(string rule, string line)
    {
        var octets = Encoding.UTF8.GetBytes(line);
        return BindingRule.Parse(rule)!.Matches(octets, CommandParser.Parse(octets));
    }
}
