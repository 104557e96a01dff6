using System.Net;
using System.Net.Sockets;
using SmtpSim.Playing;
using SmtpSim.Serving;
using SmtpSim.Transcripts;
using SmtpSim.Wire;

namespace SmtpSim.Tests.Serving;

public sealed class FakeServerTests
{
    private const string Dialogue =
        "S: 220 {{host}} hi\nC: EHLO {name}\nS: 250-hello\nS: 250 SIZE\nC: QUIT\nS: 221 bye {{name}}\n";

    private readonly Variables _values = new([new("host", "h.example")]);

    [Fact]
    public async Task A_script_is_played_to_each_connection_from_its_start()
    {
        await using var server = Stage.Serve(Dialogue, _values);
        using var one = await RawPeer.ConnectAsync(server.EndPoint);
        Assert.Equal("220 h.example hi\r\n", await one.LineAsync());
        using var two = await RawPeer.ConnectAsync(server.EndPoint);
        Assert.Equal("220 h.example hi\r\n", await two.LineAsync());
        foreach (var (peer, name) in ((RawPeer, string)[])[(one, "a"), (two, "b")])
        {
            await peer.SayAsync($"EHLO {name}\r\nQUIT\r\n");
            Assert.Equal($"250-hello\r\n250 SIZE\r\n221 bye {name}\r\n", await peer.RestAsync());
        }
        await Stage.UntilAsync(() => server.Outcomes.Count == 2);
        Assert.All(server.Outcomes, Stage.Passed);
        Assert.Equal(2, server.Accepted);
    }

    [Fact]
    public async Task What_a_client_says_wrong_is_in_the_outcome()
    {
        await using var server = Stage.Serve(Dialogue, _values);
        using var peer = await RawPeer.ConnectAsync(server.EndPoint);
        await peer.SayAsync("HELO x\r\n");
        await peer.RestAsync();
        await Stage.UntilAsync(() => server.Outcomes.Count == 1);
        Stage.Failed(server.Outcomes[0], "the line is another", 2);
        Assert.Equal("HELO x\r\n", server.Log.AllHeard("1").Text);
    }

    [Fact]
    public async Task A_script_with_several_connections_is_played_once_over_all()
    {
        await using var server = Stage.Serve("S: 220 one\nS2: 220 two\nC2: x\nS: 250 first\n@reset on 2\n");
        using var one = await RawPeer.ConnectAsync(server.EndPoint);
        Assert.Equal("220 one\r\n", await one.LineAsync());
        using var two = await RawPeer.ConnectAsync(server.EndPoint);
        Assert.Equal("220 two\r\n", await two.LineAsync());
        await two.SayAsync("x\r\n");
        Assert.Equal("250 first\r\n", await one.RestAsync());
        var reset = await Assert.ThrowsAsync<SocketException>(two.ReadAsync);
        Assert.Equal(SocketError.ConnectionReset, reset.SocketErrorCode);
        await Stage.UntilAsync(() => server.Outcomes.Count == 1);
        Stage.Passed(server.Outcomes[0]);
    }

    [Theory]
    [InlineData("C: go\nS: 220\n@reset", true)]
    [InlineData("C: go\nS: 220\n@close", false)]
    [InlineData("C: go\nS: 220", false)]
    public async Task A_server_ends_as_its_script_says(string script, bool resets)
    {
        await using var server = Stage.Serve(script);
        using var peer = await RawPeer.ConnectAsync(server.EndPoint);
        await peer.SayAsync("go\r\n");
        if (resets)
            await Assert.ThrowsAsync<SocketException>(peer.RestAsync);
        else
            Assert.Equal("220\r\n", await peer.RestAsync());
    }

    [Fact]
    public async Task A_body_is_expected_line_by_line()
    {
        await using var server = Stage.Serve("C: DATA\nS: 354\n@body <<E\n.a\n{{host}}\nE\nS: 250\n@body any\nS: 251\n", _values);
        using var peer = await RawPeer.ConnectAsync(server.EndPoint);
        Assert.Equal("354", await peer.AskAsync("DATA"));
        Assert.Equal("250", await peer.AskAsync("..a\r\nh.example\r\n."));
        Assert.Equal("251", await peer.AskAsync("whatever\r\n..\r\n."));
    }

    [Fact]
    public async Task A_client_and_a_server_play_one_transcript()
    {
        const string script = "S: 220 hi\n@chunk 3\nC: EHLO x\nS: 250-a\nS: 250-b\nS: 250 c\nC: DATA\nS: 354 go\n"
            + "@body <<E\nSubject: x\n\n..dots\nE\nS: 250 ok\n@shutdown write\n@eof\n";
        var clients = script.Replace("@chunk 3\n", "", StringComparison.Ordinal);
        await using var server = Stage.Serve(clients.Replace("@shutdown write\n@eof\n", "@eof\n", StringComparison.Ordinal));
        Stage.Passed(await Stage.WalkAsync(server.EndPoint, script));
        await Stage.UntilAsync(() => server.Outcomes.Count == 1);
        Stage.Passed(server.Outcomes[0]);
    }

    [Fact]
    public async Task A_server_that_is_stopped_leaves_its_scripts_unfinished()
    {
        var server = Stage.Serve("S: 220\nC: never\n");
        var at = server.EndPoint;
        using var peer = await RawPeer.ConnectAsync(at);
        await peer.LineAsync();
        await server.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(End.Unfinished, Assert.Single(server.Outcomes).End);
        await Assert.ThrowsAnyAsync<SocketException>(() => RawPeer.ConnectAsync(at));
    }

    [Theory]
    [InlineData("S: 2xx")]
    [InlineData("@on connect -> @tls start cert=x")]
    public void A_script_that_a_server_cannot_play_does_not_start(string script) =>
        Assert.Throws<UnusableFileException>(() => Stage.Serve(script));

    [Fact]
    public async Task All_is_logged_in_order_with_its_time()
    {
        await using var server = Stage.Serve("S: 220\nC: x\n");
        using var peer = await RawPeer.ConnectAsync(server.EndPoint);
        Assert.Equal("220", await peer.AskAsync("x"));
        await Stage.UntilAsync(() => server.Outcomes.Count == 1);
        Assert.Equal(
            [Happening.Said, Happening.Heard, Happening.Note], server.Log.Entries.Select(e => e.What));
        Assert.Equal(server.Log.Entries.Select(e => e.At).Order(), server.Log.Entries.Select(e => e.At));
    }

    [Fact]
    public Task A_server_may_be_stopped_while_it_starts() => Parallel.ForEachAsync(
        Enumerable.Range(0, 1000),
        new ParallelOptions { MaxDegreeOfParallelism = 8 },
        async (_, _) => await Stage.Serve("S: 220").DisposeAsync());

    [Fact]
    public async Task A_raw_body_is_expected_as_it_is_sent()
    {
        const string script = "timeout: 1s\n\nS: 354\n@body raw <<E\n.x\nE\nC: .\nS: 250\n";
        await using var server = Stage.Serve(script);
        Stage.Passed(await Stage.WalkAsync(server.EndPoint, script));
    }

    [Fact]
    public void A_script_that_cannot_be_played_leaves_the_port_free()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var port = (IPEndPoint)listener.LocalEndPoint!;
        listener.Dispose();
        Assert.Throws<UnusableFileException>(
            () => FakeServer.Start(Stage.Source("@tls start cert=x"), port, new Variables(), Stage.Options));
        using var again = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        again.Bind(port);
    }
}
