using SmtpSim.Embedding;
using SmtpSim.Loading;

namespace SmtpSim.Tests.Loading;

public sealed class LoadPreambleTests
{
    [Trait("Rows", "SM-07")]
    [Theory]
    [InlineData(LoadTls.StartTls, "@serve default caps STARTTLS, AUTH PLAIN\n")]
    [InlineData(LoadTls.Implicit, "@serve default caps AUTH PLAIN\n@on connect -> @tls start, S: 220 hello\n")]
    public async Task It_speaks_TLS_and_authenticates(LoadTls tls, string script)
    {
        var values = new Dictionary<string, string> { ["user"] = "u", ["password"] = "geheim" };
        const string Strict = "@on MAIL plain -> S: 530 5.7.0\n@on MAIL anonymous -> S: 530\n";
        await using var server = ScriptedServer.Start(script + Strict, values);
        var plan = Plans.To(server.EndPoint) with { Tls = tls, Identity = new LoadIdentity("u", "geheim") };
        Assert.Equal(10, (await RunAsync(plan)).Tally.Accepted);
        Assert.DoesNotContain("geheim", plan.ToString(), StringComparison.Ordinal);
        var refused = await Assert.ThrowsAsync<LoadRefusedException>(
            () => RunAsync(plan with { Identity = new LoadIdentity("u", "wrong") }));
        Assert.StartsWith("AUTH PLAIN as 'u': 535", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("@serve default caps SIZE\n", "the server does not offer STARTTLS")]
    [InlineData("@on connect -> S: 554 no\n", "the greeting: 554 no")]
    [InlineData("@on connect -> @close\n", "the server closed the connection")]
    [InlineData("@on connect -> S: 421 busy, @close\n", "the greeting: 421 busy")]
    public async Task What_every_message_needs_is_asked_for_once(string script, string why)
    {
        await using var server = ScriptedServer.Start(script);
        var refused = await Assert.ThrowsAsync<LoadRefusedException>(
            () => RunAsync(Plans.To(server.EndPoint) with { Tls = LoadTls.StartTls }));
        Assert.Equal(why, refused.Message);
        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public async Task Nothing_is_pipelined_that_may_not_be()
    {
        await using var server = ScriptedServer.Start("@serve default caps SIZE\n");
        var refused = await Assert.ThrowsAsync<LoadRefusedException>(
            () => RunAsync(Plans.To(server.EndPoint) with { Pipelining = true }));
        Assert.Equal("the server does not offer PIPELINING", refused.Message);
    }

    private static Task<LoadResult> RunAsync(LoadPlan plan) =>
        LoadRun.RunAsync(plan, TimeProvider.System, (_, _) => { }, CancellationToken.None);
}
