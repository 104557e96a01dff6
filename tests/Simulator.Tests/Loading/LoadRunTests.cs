using System.Text;
using SmtpSim.Embedding;
using SmtpSim.Loading;

namespace SmtpSim.Tests.Loading;

public sealed class LoadRunTests
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task Each_message_arrives_once(bool pipelining, bool perMessage)
    {
        await using var server = ScriptedServer.Start("@serve default caps PIPELINING\n");
        var result = await RunAsync(Plans.To(server.EndPoint) with
        {
            Pipelining = pipelining,
            PerMessage = perMessage,
            Recipients = 3,
            Sizes = (200, 9000),
        });
        Assert.True(result.IsGood);
        Assert.Equal((10, 0, 0), (result.Tally.Accepted, result.Tally.Refused, result.Tally.Broken));
        var numbers = server.Mail.Select(m => Encoding.ASCII.GetString(m.Content.Span).Split("Message-ID: <")[1].Split('@')[0]);
        Assert.Equal(10, numbers.Distinct().Count());
        Assert.All(server.Mail, m => Assert.Equal(3, m.Recipients.Count));
        // One more, which looked whether the server is there at all.
        Assert.Equal((perMessage ? 10 : 2) + 1, server.Connections);
    }

    [Fact]
    public async Task With_a_rate_a_stall_is_told_by_all_who_would_have_come()
    {
        // 100 a second, and the fifth waits for 300 ms: some thirty more are due meanwhile. Their replies come at once.
        await using var server = ScriptedServer.Start("@serve default\n@on DOT times 5..5 -> @wait 300ms, S: 250 late\n");
        var result = await RunAsync(Plans.To(server.EndPoint) with { Connections = 1, Messages = 60, Rate = 100 });
        Assert.Equal(60, result.Tally.Accepted);
        Assert.True(result.Tally.Times(LoadStage.Message).Percentile(90) < TimeSpan.FromMilliseconds(200));
        Assert.InRange(result.Tally.Times(LoadStage.Due).Percentile(75), TimeSpan.FromMilliseconds(20), TimeSpan.FromSeconds(20));
        Assert.True(result.Time >= TimeSpan.FromMilliseconds(590), $"{result.Time}");
    }

    // Who hangs for good hangs longest of all: left out, a server that wedges would look fast.
    [Fact]
    public async Task With_a_rate_whatever_becomes_of_a_message_it_counts_from_when_it_was_due()
    {
        await using var server = ScriptedServer.Start(
            "@serve default\n@on DOT times 10..12 -> S> \"\"\n@on DOT times 13..13 -> @wait 500ms, S: 452 no\n");
        var result = await RunAsync(Plans.To(server.EndPoint) with
        {
            Connections = 10,
            Messages = 40,
            Rate = 100,
            // Far longer than the refusal takes on a machine that has much else to do.
            ReplyLimit = TimeSpan.FromSeconds(4),
        });
        Assert.Equal((36, 1, 3), (result.Tally.Accepted, result.Tally.Refused, result.Tally.Broken));
        Assert.Equal((40, 36), (result.Tally.Times(LoadStage.Due).Count, result.Tally.Times(LoadStage.Message).Count));
        Assert.True(result.Tally.Times(LoadStage.Due).Percentile(95) > TimeSpan.FromMilliseconds(900));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_connection_is_the_message_s_own_where_it_carries_no_other(bool perMessage)
    {
        await using var server = ScriptedServer.Start("@serve default\n@on EHLO times 2..9 -> @wait 500ms, S: 250 x\n");
        var result = await RunAsync(Plans.To(server.EndPoint) with { Connections = 1, Messages = 1, PerMessage = perMessage });
        Assert.Equal(perMessage, result.Tally.Times(LoadStage.Message).Percentile(50) >= TimeSpan.FromMilliseconds(490));
    }

    [Fact]
    public async Task Stopped_it_gives_up_soon_what_hangs()
    {
        await using var server = ScriptedServer.Start("@serve default\n@on DOT times 2..9 -> S> \"\"\n");
        using var stop = new CancellationTokenSource();
        var plan = Plans.To(server.EndPoint) with { Connections = 1, Messages = 9, ReplyLimit = TimeSpan.FromMinutes(5) };
        var running = LoadRun.RunAsync(plan, TimeProvider.System, (_, _) => { }, stop.Token);
        await server.WaitForMailAsync(1);
        await Stage.UntilAsync(() => server.Session.Split(".\\r\\n").Length > 2);
        await stop.CancelAsync();
        var result = await running.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal((1, 1), (result.Tally.Accepted, result.Tally.Broken));
        Assert.Equal("stopped before its reply", result.Tally.Troubles[0].Key);
    }

    [Theory]
    [InlineData("@on STARTTLS times 2..9 -> S: 220 go, @tls fail stall", "TLS: no reply in 1.000 s")]
    [InlineData("@on DATA -> S: 250 what", "DATA was answered with 250")]
    public async Task What_went_wrong_is_told_in_words_of_its_own(string rule, string told)
    {
        await using var server = ScriptedServer.Start("@serve default caps STARTTLS\n" + rule + "\n");
        var result = await RunAsync(Plans.To(server.EndPoint) with
        {
            Connections = 1,
            Messages = 1,
            Tls = LoadTls.StartTls,
            ReplyLimit = TimeSpan.FromSeconds(1),
        });
        Assert.Equal(told, Assert.Single(result.Tally.Troubles).Key);
    }

    [Fact]
    public async Task Each_reply_has_the_time_and_not_all_together()
    {
        await using var server = ScriptedServer.Start(
            "@serve default\n@on connect -> @wait 1400ms, S: 220 hi\n@on EHLO -> @wait 1400ms, S: 250 hi\n");
        var plan = Plans.To(server.EndPoint) with { Connections = 1, Messages = 1, ReplyLimit = TimeSpan.FromSeconds(2) };
        Assert.Equal(1, (await RunAsync(plan)).Tally.Accepted);
    }

    [Fact]
    public async Task Stopped_it_finishes_what_it_began()
    {
        await using var server = ScriptedServer.Start();
        using var stop = new CancellationTokenSource();
        var plan = Plans.To(server.EndPoint) with { Messages = null, Time = TimeSpan.FromHours(1), Rate = 50 };
        var running = LoadRun.RunAsync(plan, TimeProvider.System, (_, _) => { }, stop.Token);
        await server.WaitForMailAsync(3);
        await stop.CancelAsync();
        var result = await running.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(server.Mail.Count, result.Tally.Accepted);
        Assert.Equal(0, result.Tally.Broken);
    }

    // What was due by then and never sent waited, too.
    [Theory]
    [InlineData(null)]
    [InlineData(1_000_000L)]
    public async Task Stopped_it_tells_what_was_due(long? messages)
    {
        await using var server = ScriptedServer.Start("@serve default\n@on DOT -> @wait 300ms, S: 250 late\n");
        using var stop = new CancellationTokenSource();
        var plan = Plans.To(server.EndPoint) with
        {
            Connections = 1,
            Messages = messages,
            Rate = 100,
            Time = messages is null ? TimeSpan.FromHours(1) : null,
        };
        var running = LoadRun.RunAsync(plan, TimeProvider.System, (_, _) => { }, stop.Token);
        await server.WaitForMailAsync(1);
        await stop.CancelAsync();
        var tally = (await running.WaitAsync(TimeSpan.FromSeconds(20))).Tally;
        Assert.InRange(tally.Missed, 10, 10_000);
        Assert.Equal(tally.Accepted + tally.Missed, tally.Times(LoadStage.Due).Count);
    }

    [Fact]
    public async Task A_rate_that_is_not_reached_is_told()
    {
        await using var server = ScriptedServer.Start("@serve default\n@on DOT -> @wait 500ms, S: 250 late\n");
        var result = await RunAsync(Plans.To(server.EndPoint) with
        {
            Connections = 1,
            Messages = null,
            Rate = 100,
            Time = TimeSpan.FromSeconds(1),
        });
        Assert.Equal(100, result.Tally.Accepted + result.Tally.Missed);
        Assert.InRange(result.Tally.Missed, 90, 99);
        Assert.Equal(100, result.Tally.Times(LoadStage.Due).Count);
        Assert.False(result.IsGood);
        Assert.Contains(LoadReport.Text(result), l => l.Contains("due by the rate and never sent", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Its_time_ends_with_the_last_reply()
    {
        await using var server = ScriptedServer.Start("@serve default\n@on QUIT times 2..9 -> @wait 2s, S: 221 bye\n");
        Assert.True((await RunAsync(Plans.To(server.EndPoint))).Time < TimeSpan.FromSeconds(1.9));
    }

    private static Task<LoadResult> RunAsync(LoadPlan plan) =>
        LoadRun.RunAsync(plan, TimeProvider.System, (_, _) => { }, CancellationToken.None);
}
