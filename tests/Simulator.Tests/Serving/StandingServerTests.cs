using System.Net;
using SmtpSim.Embedding;
using SmtpSim.Playing;
using SmtpSim.Serving;
using SmtpSim.Transcripts;

namespace SmtpSim.Tests.Serving;

[Trait("Rows", "SM-12")]
public sealed class StandingServerTests
{
    private const string Polite = "S: 220\nC: NOOP\nS: 250\n";

    [Fact]
    public async Task Another_script_takes_over_on_the_same_port_with_everything_anew()
    {
        await using var server = Start("@serve default\n");
        var at = server.Now.EndPoint;
        await ScriptedClient.PlayAsync(at, Polite);
        server.Now.Rules!.Add(Script("@on NOOP -> S: 450 no\n").Source);
        await server.LoadAsync(Script("@on NOOP times 1 -> S: 421 busy\n"));
        Assert.Equal((at, 0, 0), (server.Now.EndPoint, server.Now.Accepted, server.Now.Log.Entries.Count));
        await ScriptedClient.PlayAsync(at, "S: 220\nC: NOOP\nS: 421\nC: NOOP\nS: 250\n");
        await server.ResetAsync();
        await ScriptedClient.PlayAsync(at, "S: 220\nC: NOOP\nS: 421\n");
        Assert.Equal(1, server.Now.Accepted);
    }

    [Fact]
    public async Task A_script_that_cannot_be_played_changes_nothing()
    {
        await using var server = Start("@serve default\n");
        var before = server.Now;
        await Assert.ThrowsAsync<UnusableFileException>(() => server.LoadAsync(Script("@on NOOP -> S: 250 {{nobody}}\n")));
        Assert.Same(before, server.Now);
        await ScriptedClient.PlayAsync(server.Now.EndPoint, Polite);
    }

    [Fact]
    public async Task A_reset_behind_a_load_resets_what_was_loaded()
    {
        await using var server = Start("@serve default\n@on NOOP -> S: 451 first\n");
        // Both are asked for before either has ended the sessions of the first.
        await Task.WhenAll(server.LoadAsync(Script("@serve default\n@on NOOP -> S: 452 second\n")), server.ResetAsync());
        await ScriptedClient.PlayAsync(server.Now.EndPoint, "S: 220\nC: NOOP\nS: 452\n");
    }

    [Fact]
    public async Task Open_sessions_end_when_a_script_is_loaded()
    {
        await using var server = Start("@serve default\n");
        var open = ScriptedClient.PlayAsync(server.Now.EndPoint, "S: 220\nC: NOOP\nS: 250 {word}*\n@within 10s\n@eof\n");
        for (var change = server.Now.NextChange; server.Now.Log.Entries.Count < 3; change = server.Now.NextChange)
            await change.WaitAsync(TimeSpan.FromSeconds(10));
        await server.ResetAsync();
        Assert.True((await open).IsGood);
    }

    [Fact]
    public async Task A_small_window_is_that_script_s_alone()
    {
        await using var server = Start("@serve default\n");
        foreach (var (script, isSmall) in new[] { ("@listen rcvbuf 2048\n", true), ("", false) })
        {
            await server.LoadAsync(Script(script + "@serve default\n"));
            using var peer = await RawPeer.ConnectAsync(server.Now.EndPoint);
            Assert.Equal(isSmall, (peer.Window() ?? (isSmall ? 0 : 65_536)) < 4608);
        }
    }

    [Fact]
    public async Task When_it_can_be_connected_to_may_be_all_that_is_said()
    {
        await using var server = Start("@listen for 1\n");
        await ScriptedClient.PlayAsync(server.Now.EndPoint, Polite);
        await Assert.ThrowsAsync<ScriptFailedException>(() => ScriptedClient.PlayAsync(server.Now.EndPoint, Polite));
    }

    [Fact]
    public async Task When_connections_may_come_is_heeded_each_time()
    {
        await using var server = Start("@listen for 1\n@serve default\n");
        var at = server.Now.EndPoint;
        for (var round = 0; round < 2; round++)
        {
            await ScriptedClient.PlayAsync(at, Polite);
            await Assert.ThrowsAsync<ScriptFailedException>(() => ScriptedClient.PlayAsync(at, Polite));
            await server.ResetAsync();
        }
        await server.LoadAsync(Script("@listen never\n@serve default\n"));
        await Assert.ThrowsAsync<ScriptFailedException>(() => ScriptedClient.PlayAsync(at, Polite));
        await server.LoadAsync(Script("@serve default\n"));
        await ScriptedClient.PlayAsync(at, Polite);
    }

    private static StandingServer Start(string script) =>
        StandingServer.Start(new IPEndPoint(IPAddress.Loopback, 0), Script(script));

    private static ServedScript Script(string text) => new(
        TranscriptSource.Read(text, "script", Directory.GetCurrentDirectory()), new Variables(), WalkOptions.Default);
}
