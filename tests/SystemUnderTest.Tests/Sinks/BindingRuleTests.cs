using System.Text;
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
        Assert.Equal(matches, BindingRule.Parse(rule)!.Matches(Encoding.UTF8.GetBytes(line)));

    [Theory]
    [InlineData("")]
    [InlineData(";")]
    [InlineData("=x")]
    [InlineData("mail from too=x")]
    [InlineData("ehlo=a;b2=c")]
    public void What_is_no_rule_is_none(string text) => Assert.Null(BindingRule.Parse(text));

    [Fact]
    public void Events_that_are_no_commands_run_whatever_it_says() => Assert.True(BindingRule.Parse("ehlo=a")!.Matches(default));
}
