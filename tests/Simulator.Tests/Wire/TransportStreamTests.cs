using System.Net;
using System.Net.Sockets;
using System.Text;
using SmtpSim.Wire;

namespace SmtpSim.Tests.Wire;

public sealed class TransportStreamTests : IAsyncLifetime, IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly OctetBuffer _arrived = new();
    private SocketTransport _transport = null!;
    private RawPeer _peer = null!;

    public async Task InitializeAsync()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        _peer = await RawPeer.ConnectAsync(listener.LocalEndPoint!);
        _transport = new SocketTransport(await listener.AcceptAsync().WaitAsync(Limit));
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public ValueTask DisposeAsync()
    {
        _peer.Dispose();
        _transport.Dispose();
        return ValueTask.CompletedTask;
    }

    // RFC 8446 5.1: two records of 3 and 1 octets, and something in plain text behind them.
    [Fact]
    public async Task Records_come_one_at_a_time()
    {
        await _peer.SayAsync("\u0016\u0003\u0003\0\u0003abc\u0015\u0003\u0003\0\u0001zplain");
        await using var stream = new TransportStream(_transport, _arrived, byRecord: true);
        Assert.Equal("\u0016\u0003\u0003\0\u0003abc", await ReadAsync(stream, 100));
        Assert.Equal("\u0015\u0003\u0003", await ReadAsync(stream, 3));
        Assert.Equal("\0\u0001z", await ReadAsync(stream, 100));
        Assert.Equal("plain", Encoding.Latin1.GetString(_arrived.Span));
    }

    [Fact]
    public async Task What_is_no_record_comes_as_it_is()
    {
        await _peer.SayAsync("no");
        _peer.Finish();
        await using var stream = new TransportStream(_transport, _arrived, byRecord: true);
        Assert.Equal("no", await ReadAsync(stream, 100));
        Assert.Equal("", await ReadAsync(stream, 100));
    }

    [Fact]
    public async Task A_program_reads_and_writes_it_as_any_stream()
    {
        _arrived.Append("220 "u8);
        await _peer.SayAsync("hi\r\n");
        await using var stream = new TransportStream(_transport, _arrived, byRecord: false);
        using var reader = new StreamReader(stream, leaveOpen: true);
        Assert.Equal("220 hi", await reader.ReadLineAsync().WaitAsync(Limit));
        await stream.WriteAsync("QUIT\r\n"u8.ToArray());
        Assert.Equal("QUIT\r\n", await _peer.LineAsync());
    }

    [Fact]
    public async Task A_reset_is_an_error_of_the_stream()
    {
        _peer.Reset();
        await using var stream = new TransportStream(_transport, _arrived, byRecord: false);
        await Assert.ThrowsAsync<IOException>(() => ReadAsync(stream, 10));
    }

    private static async Task<string> ReadAsync(TransportStream stream, int count)
    {
        var buffer = new byte[count];
        return Encoding.Latin1.GetString(buffer, 0, await stream.ReadAsync(buffer).AsTask().WaitAsync(Limit));
    }
}
