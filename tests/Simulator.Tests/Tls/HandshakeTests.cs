using System.Net;
using System.Net.Sockets;
using SmtpSim.Tls;
using SmtpSim.Wire;

namespace SmtpSim.Tests.Tls;

public sealed class HandshakeTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Both_sides_tell_what_it_came_to()
    {
        var (client, server) = await ShakenAsync("sni=mx.example", "cert=self-signed name=mx.example");
        Assert.Equal(
            ("1.3", "mx.example", "CN=mx.example", "self-signed"),
            (client.Facts!.Version, client.Facts.ServerName, client.Facts.Subject, client.Facts.Problem));
        Assert.Equal(("mx.example", "", "missing"), (server.Facts!.ServerName, server.Facts.Subject, server.Facts.Problem));
    }

    [Fact]
    public async Task A_client_that_verifies_refuses_and_says_why()
    {
        var (client, _) = await ShakenAsync("sni=mx.example verify=on", "cert=expired name=mx.example");
        Assert.Null(client.Transport);
        Assert.NotEqual("", client.Trouble);
    }

    [Fact]
    public async Task A_side_that_gets_no_TLS_says_so()
    {
        var (one, other) = await PairAsync();
        await other.SendAsync("454 not now\r\n"u8.ToArray(), CancellationToken.None);
        var result = await Shaking("").AsClientAsync(one, new OctetBuffer(), CancellationToken.None).WaitAsync(Limit);
        Assert.Null(result.Transport);
        Assert.NotEqual("", result.Trouble);
    }

    private static async Task<(HandshakeResult Client, HandshakeResult Server)> ShakenAsync(string client, string server)
    {
        var (one, other) = await PairAsync();
        var serving = Shaking(server).AsServerAsync(other, new OctetBuffer(), CancellationToken.None);
        var asking = await Shaking(client).AsClientAsync(one, new OctetBuffer(), CancellationToken.None).WaitAsync(Limit);
        if (asking.Transport is null)
            one.Close();
        return (asking, await serving.WaitAsync(Limit));
    }

    private static Handshake Shaking(string terms) => new(
        TlsTerms.Parse(terms.Split(' ', StringSplitOptions.RemoveEmptyEntries), out _)!,
        CertificateZoo.OfProcess,
        TimeProvider.System);

    private static async Task<(Transport, Transport)> PairAsync()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        var client = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(listener.LocalEndPoint!).WaitAsync(Limit);
        return (new SocketTransport(client), new SocketTransport(await listener.AcceptAsync().WaitAsync(Limit)));
    }
}
