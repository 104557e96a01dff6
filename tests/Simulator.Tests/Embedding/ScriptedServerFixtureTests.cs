using SmtpSim.Embedding;

namespace SmtpSim.Tests.Embedding;

/// <summary>As docs/csharp.md shows it.</summary>
[Trait("Rows", "SM-12")]
public sealed class ScriptedServerFixtureTests(ScriptedServerFixture smtp) : IClassFixture<ScriptedServerFixture>
{
    private const string Send =
        "S: 220\nC: HELO x\nS: 250\nC: MAIL FROM:<a@b>\nS: 250\nC: RCPT TO:<c@d>\nS: 250\nC: DATA\nS: 354\nC: hi\nC: .\n"
        + "S: {code}\n";

    [Theory]
    [InlineData(null, "250 *")]
    [InlineData("@on DOT times 1 -> S: 451 4.3.0 Later\n", "451 *")]
    [InlineData("@on DOT -> S: 554 5.6.0 No\n", "554 *")]
    public async Task Each_test_finds_the_server_as_new(string? script, string answer)
    {
        var server = await smtp.BeginAsync(script);
        await ScriptedClient.PlayAsync(server.EndPoint, Send.Replace("{code}", answer, StringComparison.Ordinal));
        Assert.Equal(1, server.Connections);
        Assert.Equal(answer[0] == '2' ? 1 : 0, server.Mail.Count);
    }

    [Fact]
    public async Task It_may_be_ended_twice()
    {
        var own = new ScriptedServerFixture();
        own.Dispose();
        await own.DisposeAsync();
        own.Dispose();
    }
}
