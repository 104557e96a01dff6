using System.Net;
using System.Net.Sockets;
using System.Text;
using SmtpSim.Wire;

namespace SmtpSim.Tests.Wire;

public sealed class RawConnectionTests : IAsyncLifetime, IAsyncDisposable
{
    private readonly SessionLog _log = new(TimeProvider.System);
    private RawPeer _peer = null!;
    private RawConnection _connection = null!;

    public async Task InitializeAsync()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        _connection = await RawConnection.ConnectAsync(listener.LocalEndPoint!, "x", _log, CancellationToken.None);
        _peer = new RawPeer(await listener.AcceptAsync());
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        _peer.Dispose();
        await _connection.DisposeAsync();
    }

    [Fact]
    public async Task What_is_heard_waits_until_it_is_taken()
    {
        await _peer.SayAsync("abc");
        await HearAsync(3);
        await _peer.SayAsync("def");
        await HearAsync(6);
        _connection.Take(4);
        Assert.Equal("ef", Encoding.ASCII.GetString(_connection.Heard));
        Assert.Equal("abcdef", _log.AllHeard("x").Text);
    }

    [Fact]
    public async Task The_end_of_the_stream_is_known()
    {
        await _peer.SayAsync("a");
        _peer.Finish();
        while (_connection.Ended is null)
            await HearAsync();
        Assert.Equal((Ending.Eof, 1), (_connection.Ended, _connection.Heard.Length));
        Assert.True(await _connection.SendAsync("still"u8.ToArray(), CancellationToken.None));
        Assert.Equal("still", await _peer.ReadAsync());
    }

    [Fact]
    public async Task A_reset_is_told_from_an_end()
    {
        _peer.Reset();
        await HearAsync();
        Assert.Equal(Ending.Reset, _connection.Ended);
        Assert.Equal("reset by the other side", _log.Entries[^1].Text);
    }

    [Fact]
    public async Task After_closing_nothing_is_sent_or_heard()
    {
        _connection.Close();
        _connection.Reset();
        _connection.Shutdown(SocketShutdown.Send);
        Assert.True(_connection.Closed);
        Assert.False(await _connection.SendAsync("x"u8.ToArray(), CancellationToken.None));
        await HearAsync();
        Assert.Equal("", await _peer.RestAsync());
        Assert.Equal(["close"], _log.Entries.Select(e => e.Text));
    }

    [Fact]
    public async Task Much_is_sent_whole_in_the_end()
    {
        var octets = new byte[3_000_000];
        new Random(1).NextBytes(octets);
        var sending = _connection.SendAsync(octets, CancellationToken.None).AsTask();
        var heard = new StringBuilder();
        while (heard.Length < octets.Length)
            heard.Append(await _peer.ReadAsync());
        Assert.True(await sending);
        Assert.Equal(octets, Encoding.Latin1.GetBytes(heard.ToString()));
    }

    [Fact]
    public async Task A_wait_can_be_cancelled_and_taken_up_again()
    {
        using var stop = new CancellationTokenSource(30);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _connection.HearAsync(stop.Token).AsTask());
        await _peer.SayAsync("later");
        await HearAsync(5);
        Assert.Equal("later", Encoding.ASCII.GetString(_connection.Heard));
    }

    [Fact]
    public async Task Where_nobody_listens_connecting_fails()
    {
        using var deaf = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        deaf.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        await Assert.ThrowsAsync<SocketException>(
            () => RawConnection.ConnectAsync(deaf.LocalEndPoint!, "y", _log, CancellationToken.None));
    }

    private async Task HearAsync(int atLeast = 0)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        do
            await _connection.HearAsync(limit.Token);
        while (_connection.Heard.Length < atLeast);
    }

    [Fact]
    public async Task A_reset_that_a_write_runs_into_is_a_reset()
    {
        _peer.Reset();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (await _connection.SendAsync("x"u8.ToArray(), limit.Token))
            // The reset travels by itself; nothing but a write can notice it.
            await Task.Delay(5, limit.Token);
        await HearAsync();
        Assert.Equal(Ending.Reset, _connection.Ended);
    }
}
