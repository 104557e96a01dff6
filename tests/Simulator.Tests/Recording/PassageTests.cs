namespace SmtpSim.Tests.Recording;

[Trait("Rows", "SM-09")]
public sealed class PassageTests
{
    private readonly Recorder _recorder = new();

    [Fact]
    public async Task STARTTLS_is_seen_through_with_a_certificate_of_the_proxys_own()
    {
        var lines = await _recorder.RecordAsync(
            "@serve default caps STARTTLS, AUTH PLAIN\n@on STARTTLS -> S: 220 go, @tls start cert=self-signed",
            "S: 220\nC: EHLO x\nS: 250\nC: STARTTLS\nS: 220\n@tls start sni=sim.example\n@tls is problem=none\n"
            + "C: EHLO x\nS: 250\nC: AUTH PLAIN {{b64:\\0u\\0hidden}}\nS: 235\nC: QUIT\nS: 221\n@eof\n",
            seesThrough: true);
        Assert.Contains("@tls start", lines);
        Assert.Contains("C: AUTH PLAIN {{secret1}}", lines);
        Assert.DoesNotContain(lines, l => l.Contains("AHUAaGlkZGVu", StringComparison.Ordinal));
        Assert.Contains("S: 235 2.7.0 Welcome", lines);
    }

    [Theory]
    [InlineData("@chunk 4 every 20ms, S: 220 go ahead")]
    [InlineData("S: 220-go, @wait 20ms, S: 220 ahead")]
    [InlineData("@split 10,rest, S: 220-go, S+ 220 ahead")]
    public async Task Its_reply_may_come_in_pieces(string reply)
    {
        var lines = await _recorder.RecordAsync(
            $"@serve default caps STARTTLS\n@on STARTTLS -> {reply}, @tls start",
            "S: 220\nC: EHLO x\nS: 250\nC: STARTTLS\nS: 220\n@tls start\nC: EHLO y\nS: 250\nC: QUIT\nS: 221\n@eof\n",
            seesThrough: true);
        Assert.Contains("C: EHLO y", lines);
    }

    [Theory]
    [InlineData("C: EHLO x\nC+ STARTTLS\nS: 250\nS: 220\n")]
    [InlineData("@chunk 5 every 20ms\nC: STARTTLS\nS: 220\n")]
    public async Task STARTTLS_is_seen_however_it_comes(string asks)
    {
        var lines = await _recorder.RecordAsync(
            "@serve default caps STARTTLS", "S: 220\n" + asks + "@tls start\nC: NOOP\nS: 250\nC: QUIT\nS: 221\n@eof\n", true);
        Assert.Contains("@tls start", lines);
        Assert.Contains("C: NOOP", lines);
    }

    // Implicit TLS (RFC 8314 3.3): it comes first.
    [Fact]
    public async Task TLS_from_the_beginning_is_seen_through_too()
    {
        var lines = await _recorder.RecordAsync(
            "@serve default\n@on connect -> @tls start, S: 220 hi",
            "@tls start\n@tls is problem=none\nS: 220\nC: NOOP\nS: 250\nC: QUIT\nS: 221\n@eof\n", seesThrough: true);
        Assert.Equal("@tls start", lines.First(l => l.Length > 0 && l[0] is 'C' or 'S' or '@'));
        Assert.Contains("C: NOOP", lines);
    }

    [Fact]
    public async Task TLS_from_the_beginning_that_is_not_seen_through_is_left_out()
    {
        var lines = await _recorder.RecordAsync(
            "@serve default\n@on connect -> @tls start, S: 220 hi",
            "@tls start\nS: 220\nC: NOOP\nS: 250\nC: QUIT\nS: 221\n@eof\n");
        Assert.DoesNotContain(lines, l => l.Length > 0 && l[0] is 'C' or 'S');
        Assert.Contains("# the client: TLS hides what is said from here on", lines);
    }

    // The client is set to implicit TLS, and the server is not.
    [Theory]
    [InlineData("@serve default")]
    [InlineData("@on connect -> @wait 100ms, S: 220 hi")]
    public async Task What_a_server_without_TLS_says_to_a_handshake_is_kept(string rules)
    {
        await using var fake = Stage.Serve(rules);
        await using var proxy = _recorder.Start(fake.EndPoint, seesThrough: false);
        using var peer = await RawPeer.ConnectAsync(proxy.EndPoint);
        await peer.SayAsync("\u0016\u0003\u0001\r\n");
        Assert.StartsWith("220", await peer.LineAsync(), StringComparison.Ordinal);
        Assert.StartsWith("500", await peer.LineAsync(), StringComparison.Ordinal);
        peer.Finish();
        await Stage.UntilAsync(() => !_recorder.IsEmpty);
        var lines = _recorder.Lines();
        Assert.Contains("C> \"\\x16\\x03\\x01\\r\\n\"", lines);
        Assert.Contains(lines, l => l.StartsWith("S: 220", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.Contains(" 500 ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Why_TLS_did_not_begin_is_told()
    {
        await using var fake = Stage.Serve("@serve default caps STARTTLS\n@on STARTTLS -> S: 220 go, @tls fail alert");
        await using var proxy = _recorder.Start(fake.EndPoint, seesThrough: true);
        using var peer = await RawPeer.ConnectAsync(proxy.EndPoint);
        await peer.LineAsync();
        Assert.StartsWith("220", await peer.AskAsync("STARTTLS"), StringComparison.Ordinal);
        peer.Finish();
        await Stage.UntilAsync(() => !_recorder.IsEmpty);
        Assert.Contains("TLS did not start: ", _recorder.Trouble, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TLS_that_is_not_seen_through_is_passed_on_and_left_out()
    {
        var lines = await _recorder.RecordAsync(
            "@serve default caps STARTTLS",
            "S: 220\nC: STARTTLS\nS: 220\n@tls start\nC: NOOP\nS: 250\nC: QUIT\nS: 221\n@eof\n");
        Assert.Equal("S: 220 2.0.0 Start TLS", lines.Last(l => l.Length > 0 && l[0] is 'C' or 'S'));
        Assert.Contains("# the client: TLS hides what is said from here on", lines);
    }
}
