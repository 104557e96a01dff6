using System.Net;
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
    public async Task A_server_that_is_not_there_is_a_failure() => Assert.Equal(
        End.Unreachable,
        (await Assert.ThrowsAsync<ScriptFailedException>(
            () => ScriptedClient.PlayAsync(new IPEndPoint(IPAddress.Loopback, 1), "S: 220\n"))).Outcome.End);

    [Fact]
    public async Task A_stream_is_one_connection()
    {
        await using var server = ScriptedServer.InMemory();
        var failed = await Assert.ThrowsAsync<ScriptFailedException>(
            () => ScriptedClient.PlayAsync(server.Connect(), "S: 220\nS2: 220\n"));
        Assert.Equal((End.Unreachable, "a stream is one connection"), (failed.Outcome.End, failed.Outcome.Reason));
    }

    [Fact]
    public async Task A_wrong_script_is_an_error_of_its_own()
    {
        var wrong = await Assert.ThrowsAsync<UnusableFileException>(
            () => ScriptedClient.PlayAsync(new IPEndPoint(IPAddress.Loopback, 1), "S: 220\n@fense\n"));
        Assert.StartsWith("script:2:1: there is no directive '@fense'", wrong.Message, StringComparison.Ordinal);
    }
}
