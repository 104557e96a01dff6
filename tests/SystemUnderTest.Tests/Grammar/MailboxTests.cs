using SmtpGate.Grammar;

namespace SmtpGate.Tests.Grammar;

public sealed class MailboxTests
{
    [Theory]
    [InlineData("postmaster", "", true)]
    [InlineData("PostMaster", "d.example", true)]
    [InlineData("postmasters", "d.example", false)]
    [InlineData("joe", "postmaster", false)]
    public void Postmaster_is_known_in_any_case_at_any_domain(string local, string domain, bool isPostmaster) =>
        Assert.Equal(isPostmaster, new Mailbox(local, domain).IsPostmaster);

    [Theory]
    [InlineData("joe", "d.example", false)]
    [InlineData("jö", "d.example", true)]
    [InlineData("joe", "bücher.example", true)]
    [InlineData("😀", "d.example", true)]
    public void An_address_above_ASCII_is_international(string local, string domain, bool isInternational) =>
        Assert.Equal(isInternational, new Mailbox(local, domain).IsInternational);

    [Theory]
    [InlineData("Postmaster", "", "Postmaster")]
    [InlineData("\"a b\"", "D.example", "\"a b\"@D.example")]
    public void It_is_written_as_it_was_received(string local, string domain, string text) =>
        Assert.Equal(text, new Mailbox(local, domain).ToString());

    [Fact]
    public void A_reverse_path_is_written_in_brackets_the_empty_one_too()
    {
        Assert.Equal("<>", ReversePath.Null.ToString());
        Assert.Equal("<a@b>", new ReversePath(new Mailbox("a", "b")).ToString());
    }

    // RFC 5321 4.1.2: quoted or not, it is the same postmaster (5321-4.1.2-05, 5321-4.5.1).
    [Theory]
    [InlineData("\"postmaster\"")]
    [InlineData("\"Postm\\aster\"")]
    public void A_quoted_postmaster_is_the_postmaster(string local) => Assert.True(new Mailbox(local, "d.example").IsPostmaster);
}
