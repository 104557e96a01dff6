using static SmtpGate.Tests.Outgoing.Messages;

namespace SmtpGate.Tests.Outgoing;

/// <summary>A refusal as the client hears it, seen through a delivery whose MAIL is refused.</summary>
public sealed class NextHostWordTests
{
    [Theory]
    [InlineData("550 5.7.1 No", "550 5.7.1 No")]
    [InlineData("450 4.2.1 Later", "450 4.2.1 Later")]
    [InlineData("550 No", "550 5.0.0 No")]
    [InlineData("451 Later", "451 4.0.0 Later")]
    [InlineData("550", "550 5.0.0 Refused by the next host")]
    [InlineData("550 ", "550 5.0.0 Refused by the next host")]
    [InlineData("550 5.7.1", "550 5.7.1 Refused by the next host")]
    [InlineData("550 4.7.1 No", "550 5.0.0 No")]
    [InlineData("550 2.0.0 No", "550 5.0.0 No")]
    [InlineData("550 5.7 No", "550 5.0.0 5.7 No")]
    [InlineData("550 5.7.1No", "550 5.0.0 5.7.1No")]
    [InlineData("421 4.3.2 Bye", "451 4.3.2 Bye")]
    [InlineData("421 Bye", "451 4.0.0 Bye")]
    [InlineData("550 5.7.1 n\u00e9", "550 5.7.1 n?")]
    [InlineData("550 5.7.1 a\tb\u0007", "550 5.7.1 a?b?")]
    [InlineData("550 5.7.1 a\rb", "550 5.7.1 a?b")]
    [InlineData("550-5.7.1 first\r\n550 5.7.1 second", "550 5.7.1 first")]
    public async Task Code_enhanced_code_and_text_are_fit_for_the_client(string answer, string said) =>
        Assert.Equal(said, await RefusedAsync(answer));

    [Fact]
    public async Task A_long_text_is_cut_at_512_octets()
    {
        var said = await RefusedAsync("550 5.7.1 " + new string('x', 900));
        Assert.Equal(510, said.Length);
    }

    private static Task<string> RefusedAsync(string answer) => DeliverAsync(
        [.. Opening, "C: MAIL FROM:<a@b.example>", "S: " + answer, "C: QUIT", "S: 221 bye"]);

    [Fact]
    public async Task An_enhanced_code_in_digits_of_another_script_does_not_reach_the_client() =>
        Assert.Matches("^550 [ -~]+$", await RefusedAsync("550 5.\u0667.1 No"));
}
