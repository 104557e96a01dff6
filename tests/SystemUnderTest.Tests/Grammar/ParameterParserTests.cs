namespace SmtpGate.Tests.Grammar;

public sealed class ParameterParserTests
{
    public static TheoryData<string, string, string> Vectors => Fixtures.Rows("parameters.tsv");

    [Theory]
    [MemberData(nameof(Vectors))]
    public void The_parameters_of_MAIL_are_those_of_the_standard(string input, string expected, string clause) =>
        Rendered.Matches(
            expected, Rendered.Parse([.. "MAIL FROM:<a@b.example>"u8, .. Fixtures.Octets(input)]), clause, input);

    [Theory]
    [InlineData("", "RCPT a@b.example")]
    [InlineData(" ", "RCPT a@b.example")]
    [InlineData(" SIZE=1", "555")]
    [InlineData(" SMTPUTF8", "555")]
    [InlineData(" X=1 Y", "555")]
    [InlineData(" X= Y", "501")]
    [InlineData(" X X", "501")]
    [InlineData("X=1", "501")]
    public void RCPT_has_no_parameters_of_its_own(string parameters, string expected) => Assert.Equal(
        expected, Rendered.Parse([.. "RCPT TO:<a@b.example>"u8, .. Fixtures.Octets(parameters)]));

    [Fact]
    public void A_MAIL_line_of_538_octets_with_SIZE_is_read()
    {
        // RFC 1870 3: SIZE makes the line 26 octets longer; 538 with its CRLF.
        byte[] head = [.. "MAIL FROM:<"u8, .. Enumerable.Repeat((byte)'l', 64), .. "@"u8];
        byte[] tail = [.. "> SIZE=12345678901234567890"u8];
        var domain = string.Join('.', Enumerable.Repeat(new string('d', 63), 3));
        byte[] line = [.. head, .. Fixtures.Octets(domain), .. tail];
        byte[] padded = [.. line[..^tail.Length], (byte)'>', .. Enumerable.Repeat((byte)' ', 536 - line.Length), .. tail[1..]];
        Assert.Equal(536, padded.Length);
        Assert.EndsWith("SIZE=12345678901234567890", Rendered.Parse(padded), StringComparison.Ordinal);
    }
}
