using System.Net;
using System.Net.Sockets;
using SmtpSim.Embedding;
using SmtpSim.Playing;
using SmtpSim.Transcripts;

namespace SmtpSim.Tests.Embedding;

[Trait("Rows", "SM-03 SM-12")]
public sealed class ScriptedClientTests
{
    [Fact]
    public async Task What_a_script_captures_is_given_back()
    {
        await using var server = ScriptedServer.Start("S: 220 ticket 4711\n");
        var values = new Dictionary<string, string> { ["word"] = "ticket" };
        Assert.True((await ScriptedClient.PlayAsync(server.EndPoint, "S: 220 {{word}} {number}\n", values)).IsGood);
        Assert.Equal("4711", values["number"]);
    }

    [Fact]
    public async Task A_failure_shows_what_came()
    {
        await using var server = ScriptedServer.Start("S: 554 no\n");
        var failed = await Assert.ThrowsAsync<ScriptFailedException>(() => ScriptedClient.PlayAsync(server.EndPoint, "S: 220\n"));
        Assert.StartsWith("Failed: the code is 554, not 220\nscript:1: S: 220", failed.Message, StringComparison.Ordinal);
        Assert.Equal(End.Failed, failed.Outcome.End);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_a_failure()
    {
        // Bound and silent: nobody else can take it meanwhile.
        using var deaf = new Socket(SocketType.Stream, ProtocolType.Tcp);
        deaf.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var failed = await Assert.ThrowsAsync<ScriptFailedException>(
            () => ScriptedClient.PlayAsync(deaf.LocalEndPoint!, "S: 220\n"));
        Assert.Equal(End.Unreachable, failed.Outcome.End);
    }

    [Fact]
    public async Task A_stream_is_one_connection()
    {
        await using var server = ScriptedServer.InMemory();
        var failed = await Assert.ThrowsAsync<ScriptFailedException>(
            () => ScriptedClient.PlayAsync(server.Connect(), "S: 220\nS2: 220\n"));
        Assert.Equal((End.Unreachable, "a stream is one connection"), (failed.Outcome.End, failed.Outcome.Reason));
    }

    [Theory]
    [InlineData("S: 220\nC: EHLO {{client}}\n", "script:2:1: nothing says what '{{client}}' is: give it a value, or capture")]
    [InlineData("S: 220\n@mail count 1\n", "script:2:1: @mail looks at what a next hop received, and there is none here")]
    public async Task What_a_script_needs_and_nobody_gives_is_told_with_its_line(string script, string told)
    {
        var wrong = await Assert.ThrowsAsync<UnusableFileException>(
            () => ScriptedClient.PlayAsync(new IPEndPoint(IPAddress.Loopback, 1), script));
        Assert.StartsWith(told, wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_script_is_an_error_of_its_own()
    {
        var wrong = await Assert.ThrowsAsync<UnusableFileException>(
            () => ScriptedClient.PlayAsync(new IPEndPoint(IPAddress.Loopback, 1), "S: 220\n@fense\n"));
        Assert.StartsWith("script:2:1: there is no directive '@fense'", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_stops_it_is_told_so_and_not_that_the_server_failed()
    {
        await using var server = ScriptedServer.Start("@serve default\n@on EHLO -> S> \"\"\n");
        using var stop = new CancellationTokenSource();
        var playing = ScriptedClient.PlayAsync(server.EndPoint, "S: 220\nC: EHLO x\nS: 250\n", cancel: stop.Token);
        await Stage.UntilAsync(() => server.Session.Contains("EHLO", StringComparison.Ordinal));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => playing.WaitAsync(TimeSpan.FromSeconds(20)));
    }
}
