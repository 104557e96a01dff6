namespace SmtpGate.Tests.Grammar;

/// <summary>The cursor's corners, seen through the lines it reads.</summary>
public sealed class CursorTests
{
    [Theory]
    [InlineData("MAIL F")]
    [InlineData("MAIL FROM")]
    [InlineData("RCPT TO:<postmaste")]
    [InlineData("RCPT TO:<postmaster")]
    [InlineData("EHLO [IPv6")]
    [InlineData("EHLO [IPv6:")]
    public void A_word_that_the_line_ends_in_is_not_taken(string line) =>
        Assert.Equal("501", Rendered.Parse(Fixtures.Octets(line)));

    [Theory]
    [InlineData("RCPT TO:<\\xC3", "501")]
    [InlineData("RCPT TO:<\\xF0\\x9F\\x98@d.example>", "501")]
    [InlineData("RCPT TO:<\\x80@d.example>", "501")]
    [InlineData("RCPT TO:<\\xEF\\xBF\\xBD@d.example>", "RCPT \uFFFD@d.example")]
    public void Characters_above_ASCII_are_whole_or_not_there(string line, string expected) =>
        Assert.Equal(expected, Rendered.Parse(Fixtures.Octets(line)));

    [Theory]
    [InlineData("RCPT TO:<a@b>\\x00")]
    [InlineData("RCPT TO:<a@b\\x00>")]
    [InlineData("RCPT TO:<a@b>\\x0A")]
    public void An_octet_of_zero_is_not_the_end_of_the_line(string line) =>
        Assert.Equal("501", Rendered.Parse(Fixtures.Octets(line)));

    [Theory]
    [InlineData("mAiL fRoM:<a@b>", "MAIL <a@b>")]
    [InlineData("RCPT tO:<pOsTmAsTeR>", "RCPT pOsTmAsTeR")]
    [InlineData("EHLO [iPv6:::1]", "EHLO [iPv6:::1]")]
    public void Words_are_taken_in_any_case_and_what_they_stood_in_is_kept(string line, string expected) =>
        Assert.Equal(expected, Rendered.Parse(Fixtures.Octets(line)));
}
