using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using SmtpSim.Tls;
using SmtpSim.Wire;

namespace SmtpSim.Tests.Tls;

/// <summary>Against the runtime's own TLS on the other side.</summary>
public sealed class TlsTransportTests : IAsyncLifetime, IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly OctetBuffer _heard = new();
    private TcpClient _client = null!;
    private SslStream _peer = null!;
    private TlsTransport _tls = null!;

    public async Task InitializeAsync()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        _client = new TcpClient();
        await _client.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
        var below = new SocketTransport(await listener.AcceptSocketAsync());
        _peer = new SslStream(_client.GetStream(), false, (_, shown, _, _) => shown is not null);
        var shaking = new Handshake(new TlsTerms(), CertificateZoo.OfProcess, TimeProvider.System)
            .AsServerAsync(below, new OctetBuffer(), CancellationToken.None);
        await _peer.AuthenticateAsClientAsync("sim.example").WaitAsync(Limit);
        _tls = (await shaking.WaitAsync(Limit)).Transport!;
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        await _peer.DisposeAsync();
        _client.Dispose();
        _tls.Dispose();
    }

    [Fact]
    public async Task Octets_go_both_ways()
    {
        Assert.Equal(8, await _tls.SendAsync("220 hi\r\n"u8.ToArray(), CancellationToken.None));
        Assert.Equal("220 hi\r\n", await PeerHearsAsync());
        await _peer.WriteAsync("QUIT\r\n"u8.ToArray());
        Assert.Equal(6, await HearAsync());
        Assert.Equal("QUIT\r\n", Encoding.ASCII.GetString(_heard.Span));
    }

    [Fact]
    public async Task A_wait_that_is_given_up_loses_nothing()
    {
        using var stop = new CancellationTokenSource(30);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _tls.ReceiveAsync(_heard, stop.Token).AsTask());
        await _peer.WriteAsync("later"u8.ToArray());
        Assert.Equal(5, await HearAsync());
    }

    [Fact]
    public async Task Closing_tells_the_other_side_first()
    {
        _tls.Close();
        Assert.Equal("", await PeerHearsAsync());
    }

    [Fact]
    public async Task A_reset_does_not()
    {
        _tls.Reset();
        await Assert.ThrowsAsync<IOException>(PeerHearsAsync);
    }

    [Fact]
    public async Task An_end_and_a_reset_of_the_other_side_are_told_apart()
    {
        await _peer.ShutdownAsync();
        Assert.Equal(0, await HearAsync());
    }

    [Fact]
    public async Task A_reset_is_what_it_is_without_TLS()
    {
        _client.Client.LingerState = new LingerOption(true, 0);
        _client.Client.Close();
        var gone = await Assert.ThrowsAsync<SocketException>(HearAsync);
        Assert.Equal(SocketError.ConnectionReset, gone.SocketErrorCode);
    }

    [Fact]
    public async Task What_is_no_TLS_breaks_it_off()
    {
        await _client.GetStream().WriteAsync("NOOP\r\n"u8.ToArray());
        var gone = await Assert.ThrowsAsync<SocketException>(HearAsync);
        Assert.Equal("TLS broke off: what the client says is no TLS", gone.Message);
    }

    private Task<int> HearAsync() => _tls.ReceiveAsync(_heard, CancellationToken.None).AsTask().WaitAsync(Limit);

    private async Task<string> PeerHearsAsync()
    {
        var buffer = new byte[100];
        return Encoding.ASCII.GetString(buffer, 0, await _peer.ReadAsync(buffer).AsTask().WaitAsync(Limit));
    }
}
