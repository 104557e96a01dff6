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

    // On other systems than Linux the libraries' words differ.
    [Theory]
    [InlineData("min=1.3", "max=1.2",
        "the other side broke it off with the alert 70 protocol_version", "there is no version that both sides have")]
    [InlineData("max=1.2", "min=1.3",
        "the other side broke it off with the alert 70 protocol_version", "there is no version that both sides have")]
    [InlineData("min=1.3 ciphers=TLS_AES_128_GCM_SHA256", "min=1.3 ciphers=TLS_AES_256_GCM_SHA384",
        "the other side broke it off with the alert 40 handshake_failure", "there is no cipher suite that both sides have")]
    public async Task Both_sides_say_why_there_is_no_TLS(string client, string server, string asked, string served)
    {
        if (!OperatingSystem.IsLinux())
            return;
        var (one, other) = await ShakenAsync(client, server);
        Assert.Null(one.Transport);
        Assert.Equal(asked, one.Trouble);
        Assert.Equal(served, other.Trouble);
    }

    [Theory]
    [InlineData("1.2", "expired")]
    [InlineData("1.3", "wrong-name")]
    public async Task A_client_that_verifies_refuses_and_says_why(string version, string kind)
    {
        var (client, _) = await ShakenAsync($"sni=mx.example verify=on max={version}", $"cert={kind} name=mx.example");
        Assert.Null(client.Transport);
        Assert.Matches($"^the certificate for 'CN=.*' is refused: {kind}$", client.Trouble);
    }

    [Fact]
    public async Task A_server_that_asks_for_a_certificate_says_that_there_is_none()
    {
        var (_, server) = await ShakenAsync("max=1.2", "ask=on verify=on");
        Assert.Equal("the other side has shown no certificate", server.Trouble);
    }

    [Fact]
    public async Task A_side_that_gets_no_TLS_says_so()
    {
        var (one, other) = await PairAsync();
        await other.SendAsync("454 not now\r\n"u8.ToArray(), CancellationToken.None);
        var result = await Shaking("").AsClientAsync(one, new OctetBuffer(), CancellationToken.None).WaitAsync(Limit);
        Assert.Null(result.Transport);
        Assert.Equal("what the server says is no TLS: \"454 not now\\r\\n\"", result.Trouble);
    }

    [Theory]
    [InlineData(60, "")]
    [InlineData(61, "…")]
    public async Task Of_what_is_no_TLS_as_much_is_shown_as_a_line_holds(int length, string rest)
    {
        var (one, other) = await PairAsync();
        await other.SendAsync(Enumerable.Repeat((byte)'x', length).ToArray(), CancellationToken.None);
        var result = await Shaking("").AsClientAsync(one, new OctetBuffer(), CancellationToken.None).WaitAsync(Limit);
        Assert.Equal($"what the server says is no TLS: \"{new string('x', 60)}\"{rest}", result.Trouble);
    }

    [Fact]
    public async Task What_a_client_says_instead_is_not_shown()
    {
        var (one, other) = await PairAsync();
        await other.SendAsync("AUTH PLAIN AHUAcGFzcw==\r\n"u8.ToArray(), CancellationToken.None);
        var result = await Shaking("").AsServerAsync(one, new OctetBuffer(), CancellationToken.None).WaitAsync(Limit);
        Assert.Equal("what the client says is no TLS", result.Trouble);
    }

    [Fact]
    public async Task A_side_that_is_left_alone_says_so()
    {
        var (one, other) = await PairAsync();
        other.Close();
        var result = await Shaking("").AsServerAsync(one, new OctetBuffer(), CancellationToken.None).WaitAsync(Limit);
        Assert.Equal("the other side ended the connection", result.Trouble);
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
