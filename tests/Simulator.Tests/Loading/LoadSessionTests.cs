using SmtpSim.Embedding;
using SmtpSim.Loading;

namespace SmtpSim.Tests.Loading;

public sealed class LoadSessionTests
{
    [Fact]
    public async Task Refusals_are_counted_by_what_was_said_and_the_run_goes_on()
    {
        await using var server = ScriptedServer.Start("""
            @serve default caps PIPELINING
            @on MAIL times 1..1 -> S: 450 4.2.1 not now
            @on RCPT <user1@*> times 3..4 -> S: 550 5.1.1 nobody
            @on DATA times 5..5 -> S: 451 4.3.0 later
            @on DOT times 5..5 -> S: 554 5.6.0 bad
            """);
        foreach (var pipelining in new[] { false, true })
        {
            await server.ResetAsync();
            var result = await RunAsync(Plans.To(server.EndPoint) with { Connections = 1, Pipelining = pipelining });
            Assert.Equal((5, 5, 0), (result.Tally.Accepted, result.Tally.Refused, result.Tally.Broken));
            Assert.Equal(
                ["DATA 451 4.3.0 later", "MAIL 450 4.2.1 not now", "RCPT 550 5.1.1 nobody", "end of data 554 5.6.0 bad"],
                result.Tally.Troubles.Select(t => t.Key).Order(StringComparer.Ordinal));
            Assert.False(result.IsGood);
        }
    }

    private static Task<LoadResult> RunAsync(LoadPlan plan) =>
        LoadRun.RunAsync(plan, TimeProvider.System, (_, _) => { }, CancellationToken.None);
}
