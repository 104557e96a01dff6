using SmtpSim.Embedding;
using SmtpSim.Loading;

namespace SmtpSim.Tests.Loading;

public sealed class LoadConnectionTests
{
    [Fact]
    public async Task A_connection_that_breaks_costs_one_message()
    {
        await using var server = ScriptedServer.Start("@on DATA times 2..2 -> @reset\n@on DOT times 4..4 -> @close\n");
        var result = await RunAsync(Plans.To(server.EndPoint) with { Connections = 1 });
        Assert.Equal((8, 2), (result.Tally.Accepted, result.Tally.Broken));
        Assert.Equal(["reset", "the server closed the connection"], result.Tally.Troubles.Select(t => t.Key).Order());
    }

    [Fact]
    public async Task A_server_that_says_nothing_is_given_up()
    {
        await using var server = ScriptedServer.Start("@serve default\n@on DATA times 1 -> @wait 1h\n");
        var result = await RunAsync(Plans.To(server.EndPoint) with { ReplyLimit = TimeSpan.FromSeconds(2) });
        Assert.Equal((9, 1), (result.Tally.Accepted, result.Tally.Broken));
        Assert.Equal("given up: no reply in 2.000 s", Assert.Single(result.Tally.Troubles).Key);
    }

    [Theory]
    [InlineData("@on QUIT times 2..99 -> S: 221 bye, @wait 1h", LoadTls.None, 10, 0)]
    [InlineData("@on STARTTLS times 2..99 -> S: 220 go, @tls fail stall", LoadTls.StartTls, 0, 10)]
    [InlineData("@on MAIL -> @endless, S> \"250-more\\r\\n\"", LoadTls.None, 0, 10)]
    public async Task Whatever_goes_on_without_end_is_given_up(string rule, LoadTls tls, int accepted, int broken)
    {
        await using var server = ScriptedServer.Start($"@serve default caps STARTTLS\n{rule}\n");
        var plan = Plans.To(server.EndPoint) with { Tls = tls, Connections = 10, ReplyLimit = TimeSpan.FromSeconds(2) };
        var result = await RunAsync(plan).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal((accepted, broken), (result.Tally.Accepted, result.Tally.Broken));
    }

    [Theory]
    [InlineData("@on RCPT -> S: 421 4.3.2 Bye, @close")]
    [InlineData("@on RCPT -> S: 451 4.3.2 Later, @close")]
    [InlineData("@on DOT -> S: 421 4.3.2 Bye, @close")]
    [InlineData("@on MAIL -> S= 1:0 ok")]
    [InlineData("@on MAIL -> S= 250x")]
    public async Task Each_message_is_counted_once(string rule)
    {
        await using var server = ScriptedServer.Start($"@serve default\n{rule}\n");
        var result = await RunAsync(Plans.To(server.EndPoint));
        Assert.Equal((0, 10, 0), (result.Tally.Accepted, result.Tally.Refused, result.Tally.Broken));
    }

    private static Task<LoadResult> RunAsync(LoadPlan plan) =>
        LoadRun.RunAsync(plan, TimeProvider.System, (_, _) => { }, CancellationToken.None);
}
