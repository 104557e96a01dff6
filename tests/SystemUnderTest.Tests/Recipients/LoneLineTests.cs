using SmtpGate.Recipients;
using static SmtpGate.Tests.Recipients.Questions;

namespace SmtpGate.Tests.Recipients;

[Trait("Rows", "RP-08")]
public sealed class LoneLineTests
{
    private readonly ManualTime _clock = new();

    [Theory]
    [InlineData("421 enough on this connection")]
    [InlineData("!close")]
    public async Task A_connection_that_has_served_enough_costs_no_question(string answer)
    {
        await using var peer = new ScriptedPeer(
            [.. Opening, .. Ask("250 ok"), .. Reset, Mail[0], "S: " + answer], [.. Opening, .. Ask("550 no")]);
        using var verifier = Verifier(Settings(peer), _clock);
        Assert.IsType<Verdict.Known>(await verifier.VerdictAsync());
        Assert.IsType<Verdict.Unknown>(await verifier.VerdictAsync());
    }
}
