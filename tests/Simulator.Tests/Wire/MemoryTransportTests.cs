using System.Net.Sockets;
using System.Text;
using SmtpSim.Wire;

namespace SmtpSim.Tests.Wire;

[Trait("Rows", "SM-12")]
public sealed class MemoryTransportTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly OctetBuffer _heard = new();
    private readonly MemoryTransport _one;
    private readonly MemoryTransport _other;

    public MemoryTransportTests() => (_one, _other) = MemoryTransport.Pair();

    [Fact]
    public async Task Octets_go_both_ways()
    {
        await SendAsync(_one, "220 hi\r\n");
        Assert.True(_other.HasArrived);
        Assert.Equal("220 hi\r\n", await HearAsync(_other));
        Assert.False(_other.HasArrived);
        await SendAsync(_other, "QUIT\r\n");
        Assert.Equal("QUIT\r\n", await HearAsync(_one));
    }

    [Fact]
    public async Task A_side_that_half_closes_still_hears()
    {
        _one.Shutdown(SocketShutdown.Send);
        Assert.Equal("", await HearAsync(_other));
        await SendAsync(_other, "still");
        Assert.Equal("still", await HearAsync(_one));
        var ended = await Assert.ThrowsAsync<SocketException>(() => SendAsync(_one, "x"));
        Assert.Equal(SocketError.Shutdown, ended.SocketErrorCode);
    }

    [Fact]
    public async Task A_reset_is_one_for_both_directions()
    {
        _one.Reset();
        var heard = await Assert.ThrowsAsync<SocketException>(() => HearAsync(_other));
        var sent = await Assert.ThrowsAsync<SocketException>(() => SendAsync(_other, "x"));
        Assert.Equal((SocketError.ConnectionReset, SocketError.ConnectionReset), (heard.SocketErrorCode, sent.SocketErrorCode));
    }

    [Fact]
    public async Task A_window_that_nobody_reads_closes()
    {
        using var stuck = new CancellationTokenSource(100);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            while (true)
                await _one.SendAsync(new byte[10_000], stuck.Token);
        });
        Assert.InRange((await HearAsync(_other)).Length, 100_000, 200_000);
    }

    [Fact]
    public async Task A_wait_can_be_cancelled_and_taken_up_again()
    {
        using var stop = new CancellationTokenSource(30);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _one.ReceiveAsync(_heard, stop.Token).AsTask());
        await SendAsync(_other, "later");
        Assert.Equal("later", await HearAsync(_one));
    }

    private static Task<int> SendAsync(MemoryTransport transport, string text) =>
        transport.SendAsync(Encoding.ASCII.GetBytes(text), CancellationToken.None).AsTask().WaitAsync(Limit);

    private async Task<string> HearAsync(MemoryTransport transport)
    {
        var count = await transport.ReceiveAsync(_heard, CancellationToken.None).AsTask().WaitAsync(Limit);
        var text = Encoding.ASCII.GetString(_heard.Span);
        _heard.Take(count);
        return text;
    }
}
