using SmtpGate.Grammar;
using static SmtpGate.Tests.Recipients.Questions;

namespace SmtpGate.Tests.Recipients;

public sealed class VerifierSettingsTests
{
    [Theory]
    [InlineData("{}", "550 5.1.1 Unable to relay to Joe@d.example\r\n")]
    [InlineData("""{ "65561": "Nobody here" }""", "550 5.1.1 Nobody here\r\n")]
    [InlineData("""{ "65561": "@ is unknown" }""", "550 5.1.1 @ is unknown\r\n")]
    [InlineData("""{ "65561": "a@b @" }""", "550 5.1.1 a@b Joe@d.example\r\n")]
    [InlineData("""{ "65561": "@" }""", "550 5.1.1 Joe@d.example\r\n")]
    [InlineData("""{ "65561": "No @@" }""", "550 5.1.1 No @Joe@d.example\r\n")]
    [InlineData("""{ "65562": 554 }""", "554 5.1.1 Unable to relay to Joe@d.example\r\n")]
    [InlineData("""{ "65562": 450 }""", "450 4.1.1 Unable to relay to Joe@d.example\r\n")]
    [InlineData("""{ "65562": 599, "65561": "x" }""", "599 5.1.1 x\r\n")]
    [InlineData("""{ "RcptProxyExact": true }""", "550 5.1.1 Unable to relay to joe@d.example\r\n")]
    public void A_rejection_is_code_class_and_text_with_the_address_for_a_trailing_at(string settings, string said) =>
        Assert.Equal(said, Loaded.Verifier(settings).Rejection(Joe).ToString());

    [Fact]
    public void The_longest_rejection_fits_on_a_line_uncut()
    {
        var settings = Loaded.Verifier($$"""{ "ErrorText": "{{new string('x', 159)}}@" }""");
        var recipient = new Mailbox(new string('l', 64), new string('d', 255));
        var octets = settings.Rejection(recipient).Octets;
        Assert.InRange(octets.Length, 1, 512);
        Assert.EndsWith("d\r\n", settings.Rejection(recipient).ToString(), StringComparison.Ordinal);
    }
}
