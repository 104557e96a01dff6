using System.Text;
using SmtpGate.Grammar;

namespace SmtpGate.Tests.Grammar;

public sealed class DomainParserTests
{
    public static TheoryData<string, string, string> Vectors => Fixtures.Rows("domains.tsv");

    public static TheoryData<string, string, string> Differences => Fixtures.Rows("domain-differences.tsv");

    [Theory]
    [MemberData(nameof(Vectors))]
    public void A_domain_behind_EHLO_and_HELO_is_that_of_the_standard(string input, string expected, string clause)
    {
        var octets = Fixtures.Octets(input);
        var domain = Encoding.UTF8.GetString(octets);
        var isAccepted = expected == "accepted";
        Rendered.Matches(isAccepted ? $"EHLO {domain}" : "501", Rendered.Parse([.. "EHLO "u8, .. octets]), clause, input);
        Rendered.Matches(isAccepted ? $"HELO {domain}" : "501", Rendered.Parse([.. "HELO "u8, .. octets]), clause, input);
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void A_domain_in_a_mailbox_is_that_of_the_standard(string input, string expected, string clause)
    {
        var octets = Fixtures.Octets(input);
        var mailbox = expected == "501" ? "501" : Fixtures.Escaped([.. "RCPT u@"u8, .. octets]);
        Rendered.Matches(mailbox, Rendered.Parse([.. "RCPT TO:<u@"u8, .. octets, .. ">"u8]), clause, input);
    }

    [Theory]
    [InlineData("gateway.example", true)]
    [InlineData("[192.0.2.1]", true)]
    [InlineData("two words", false)]
    [InlineData("", false)]
    public void A_name_to_introduce_oneself_with_is_a_domain_or_a_literal(string text, bool isValid) =>
        Assert.Equal(isValid, HelloArgument.IsValid(text));

    [Theory]
    [MemberData(nameof(Differences))]
    public void Rare_literals_and_labels_are_those_of_the_standard(string input, string expected, string clause)
    {
        var octets = Fixtures.Octets(input);
        var mailbox = expected == "501" ? "501" : Fixtures.Escaped([.. "RCPT u@"u8, .. octets]);
        Rendered.Matches(mailbox, Rendered.Parse([.. "RCPT TO:<u@"u8, .. octets, .. ">"u8]), clause, input);
    }
}
