using SmtpSim.Embedding;
using SmtpSim.Loading;

namespace SmtpSim.Tests.Loading;

public sealed class SoakRunTests
{
    [Fact]
    public async Task Idle_connections_are_held_to_the_end()
    {
        await using var server = ScriptedServer.Start();
        var result = await RunAsync(server, SoakHabit.Idle, 50);
        Assert.Equal((50, 50, true), (result.Opened, result.Held, result.IsGood));
    }

    [Theory]
    [InlineData(SoakHabit.Noop, "@on NOOP times 3..3 per connection -> S: 421 4.4.2 idle, @close", " behind '421 4.4.2 idle'")]
    [InlineData(SoakHabit.Drip, "@on MAIL -> @close", "")]
    public async Task Those_that_end_are_told_with_their_last_words(SoakHabit habit, string rule, string behind)
    {
        await using var server = ScriptedServer.Start("@serve default\n" + rule + "\n");
        var result = await RunAsync(server, habit, 5);
        Assert.Equal((5, 0, false), (result.Opened, result.Held, result.IsGood));
        Assert.Equal(5, result.Lost.Values.Sum(l => l.Count));
        Assert.All(
            result.Lost.Keys, k => Assert.StartsWith("the server closed the connection" + behind, k, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_message_drips_in_and_never_ends()
    {
        await using var server = ScriptedServer.Start();
        var result = await RunAsync(server, SoakHabit.Drip, 2);
        Assert.Equal(2, result.Held);
        Assert.Empty(server.Mail);
        // How far it comes is the machine's affair; that it comes octet by octet is not.
        Assert.Matches(@"<- [A-Za-z]\n", server.Session);
    }

    [Fact]
    public async Task Who_is_not_let_in_was_not_opened()
    {
        await using var server = ScriptedServer.Start("@on connect -> S: 554 no\n");
        var result = await RunAsync(server, SoakHabit.Idle, 2);
        Assert.Equal(0, result.Opened);
        Assert.Equal("the greeting: 554 no", Assert.Single(result.Lost).Key);
    }

    // Who would be held for a week.
    [Theory]
    [InlineData("@on connect -> @wait 1h\n", "the greeting: no reply in 2.000 s")]
    [InlineData("@on EHLO -> @wait 1h\n", "EHLO: no reply in 2.000 s")]
    [InlineData("@on EHLO -> S: 250 x, @close\n", "the server closed the connection")]
    public async Task Where_none_is_left_it_is_over(string rule, string why)
    {
        await using var server = ScriptedServer.Start("@serve default\n" + rule);
        var plan = new SoakPlan(
            server.EndPoint, 3, 10_000, TimeSpan.FromDays(7), SoakHabit.Idle, TimeSpan.FromSeconds(1),
            TimeSpan.FromSeconds(2));
        using var run = new SoakRun(plan, TimeProvider.System);
        var result = await run.RunAsync((_, _) => { }, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal((why, 0), (Assert.Single(result.Lost).Key, result.Held));
    }

    [Fact]
    public async Task They_are_held_from_the_moment_all_are_open()
    {
        await using var server = ScriptedServer.Start("@serve default\n@on EHLO -> @wait 1s, S: 250 at last\n");
        var result = await RunAsync(server, SoakHabit.Idle, 5);
        Assert.Equal((5, 5, 5, true), (result.Asked, result.Opened, result.Held, result.IsGood));
    }

    [Theory]
    [InlineData(LoadTls.StartTls, "@serve default caps STARTTLS\n")]
    [InlineData(LoadTls.Implicit, "@serve default\n@on connect -> @tls start, S: 220 hello\n")]
    public async Task They_may_be_encrypted(LoadTls tls, string script)
    {
        await using var server = ScriptedServer.Start(script);
        var result = await RunAsync(server, SoakHabit.Noop, 5, tls);
        Assert.Empty(result.Lost);
        Assert.Equal((5, 5, true), (result.Opened, result.Held, result.IsGood));
    }

    [Theory]
    [InlineData(LoadTls.StartTls, "@serve default\n", "STARTTLS: 50")]
    [InlineData(LoadTls.StartTls, "@serve default\n@on STARTTLS -> S: 220 go, @tls fail garbage\n", "TLS: ")]
    [InlineData(LoadTls.Implicit, "@serve default\n", "TLS: ")]
    public async Task Or_not_where_the_server_cannot(LoadTls tls, string script, string why)
    {
        await using var server = ScriptedServer.Start(script);
        var result = await RunAsync(server, SoakHabit.Idle, 2, tls);
        Assert.Equal(0, result.Opened);
        Assert.All(result.Lost.Keys, k => Assert.StartsWith(why, k, StringComparison.Ordinal));
    }

    private static async Task<SoakResult> RunAsync(
        ScriptedServer server, SoakHabit habit, int connections, LoadTls tls = LoadTls.None)
    {
        var plan = new SoakPlan(
            server.EndPoint, connections, 10_000, TimeSpan.FromMilliseconds(800), habit, TimeSpan.FromMilliseconds(2),
            TimeSpan.FromSeconds(10))
        {
            Tls = tls,
        };
        using var run = new SoakRun(plan, TimeProvider.System);
        return await run.RunAsync((_, _) => { }, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(20));
    }
}
