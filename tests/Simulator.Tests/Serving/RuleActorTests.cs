using System.Net.Sockets;
using SmtpSim.Serving;

namespace SmtpSim.Tests.Serving;

public sealed class RuleActorTests
{
    [Fact]
    public async Task A_rule_may_reset_in_the_middle_of_a_reply()
    {
        await using var server = Stage.Serve("@on NOOP -> @cut 5, S: 250 all of it, @wait 50ms, @reset");
        using var peer = await ConnectedAsync(server);
        await peer.SayAsync("NOOP\r\n");
        Assert.Equal("250 a", await peer.ReadAsync());
        var reset = await Assert.ThrowsAsync<SocketException>(peer.ReadAsync);
        Assert.Equal(SocketError.ConnectionReset, reset.SocketErrorCode);
    }

    [Fact]
    public async Task A_rule_may_wait_and_send_in_pieces()
    {
        await using var server = Stage.Serve("@on NOOP -> @wait 100ms, @chunk 3 every 30ms, S: 250 ok");
        using var peer = await ConnectedAsync(server);
        var watch = System.Diagnostics.Stopwatch.StartNew();
        await peer.SayAsync("NOOP\r\n");
        Assert.Equal("250 ok\r\n", await peer.LineAsync());
        // The greeting came in one.
        Assert.True((peer.Segments() ?? 4) >= 4, $"{peer.Segments()} segments");
        Assert.InRange(watch.ElapsedMilliseconds, 130, 5000);
    }

    [Fact]
    public async Task A_rule_starts_TLS_and_everything_is_forgotten()
    {
        await using var server = Stage.Serve("@serve default caps STARTTLS\n@on STARTTLS -> S: 220 go, @tls start\n"
            + "@on NOOP tls state connected -> S: 250 forgotten\n");
        Stage.Passed(await Stage.WalkAsync(server.EndPoint,
            "S: 220\nC: EHLO x\nS: 250\nC: NOOP\nS: 250 2.0.0\nC: STARTTLS\nS: 220 go\n@tls start\nC: NOOP\nS: 250 forgotten\n"));
    }

    [Theory]
    [InlineData("obey=off", "S: 500")]
    [InlineData("obey=on", "S: 250 2.0.0 Still here\nS: 500")]
    public async Task What_was_injected_before_the_handshake_is_obeyed_only_where_a_rule_says_so(string term, string replies)
    {
        await using var server = Stage.Serve($"@serve default\n@on STARTTLS -> S: 220 go, @tls start {term}");
        Stage.Passed(await Stage.WalkAsync(server.EndPoint,
            $"S: 220\n@inject \"NOOP\\r\\n\"\nC: STARTTLS\nS: 220\n@tls start\nC: XYZZY\n{replies}\n"));
    }

    [Fact]
    public async Task A_client_that_breaks_the_handshake_off_is_left_alone()
    {
        await using var server = Stage.Serve("@on STARTTLS -> S: 220 go, @tls start");
        using var peer = await ConnectedAsync(server);
        await peer.AskAsync("STARTTLS");
        peer.Finish();
        await peer.RestAsync();
        Assert.Contains(server.Log.Entries, e => e.Text.StartsWith("TLS did not start", StringComparison.Ordinal));
    }

    private static async Task<RawPeer> ConnectedAsync(FakeServer server)
    {
        var peer = await RawPeer.ConnectAsync(server.EndPoint);
        await peer.LineAsync();
        return peer;
    }
}
