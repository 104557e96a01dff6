using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SmtpGate.Tls;

namespace SmtpGate.Tests.Tls;

public sealed class TlsHandshakeTests
{
    private const string ClientUse = "1.3.6.1.5.5.7.3.2";
    private const string ServerUse = "1.3.6.1.5.5.7.3.1";

    [Theory]
    [InlineData(ClientCertificates.None, null, true)]
    [InlineData(ClientCertificates.Optional, null, true)]
    [InlineData(ClientCertificates.Required, null, false)]
    [InlineData(ClientCertificates.Required, ClientUse, true)]
    [InlineData(ClientCertificates.Required, ServerUse, false)]
    public async Task A_client_s_certificate_is_enough_or_not(ClientCertificates clients, string? use, bool isEnough)
    {
        using var root = Authority("root.example", null);
        using var between = Authority("between.example", root);
        using var own = use is null ? null : Own(between, use);
        Assert.Equal(isEnough, await ShakeAsync(clients, root, own, own is null ? [] : [between]));
    }

    [Fact]
    public async Task A_stranger_s_is_not_and_nothing_is_fetched_for_it()
    {
        using var root = Authority("root.example", null);
        using var other = Authority("other.example", null);
        using var trap = new TcpListener(IPAddress.Loopback, 0);
        trap.Start();
        using var own = Own(other, ClientUse, $"http://{trap.LocalEndpoint}/ca.crt");
        Assert.False(await ShakeAsync(ClientCertificates.Required, root, own, []));
        Assert.False(trap.Pending());
    }

    private static async Task<bool> ShakeAsync(
        ClientCertificates clients, X509Certificate2 root, X509Certificate2? own, X509Certificate2Collection sent)
    {
        var options = new TlsOptions(
            [], SslProtocols.Tls12, clients, new Authorities("root.pem", [root]), false, TimeSpan.FromSeconds(30));
        var handshake = new TlsHandshake(options, _ => CertificateReading.SelfSigned("gate.example", DateTimeOffset.UtcNow));
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new TcpClient();
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
        using var server = await listener.AcceptTcpClientAsync();
        await using var ours = new SslStream(server.GetStream());
        await using var theirs = new SslStream(client.GetStream());
        await Task.WhenAll(
            ours.AuthenticateAsServerAsync(handshake.TermsFor("")),
            theirs.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = "gate.example",
                RemoteCertificateValidationCallback = (_, shown, _, _) => shown!.Subject == "CN=gate.example",
                ClientCertificateContext = own is null ? null : SslStreamCertificateContext.Create(own, sent, offline: true),
            })).WaitAsync(TestLimits.Wait);
        return handshake.IsEnough;
    }

    private static X509Certificate2 Authority(string name, X509Certificate2? issuer)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        if (issuer is null)
            return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-2), DateTimeOffset.UtcNow.AddDays(2));
        using var made = request.Create(issuer, Yesterday, Tomorrow, [1, 2, 3]);
        return made.CopyWithPrivateKey(key);
    }

    private static X509Certificate2 Own(X509Certificate2 issuer, string use, string? fetch = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=client.example", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(use)], false));
        if (fetch is not null)
            request.CertificateExtensions.Add(new X509AuthorityInformationAccessExtension(null, [fetch]));
        // A second later than its issuer's it could not end.
        using var made = request.Create(issuer, issuer.NotBefore, issuer.NotAfter, [4, 5, 6]);
        return made.CopyWithPrivateKey(key);
    }

    private static DateTimeOffset Yesterday => DateTimeOffset.UtcNow.AddDays(-1);

    private static DateTimeOffset Tomorrow => DateTimeOffset.UtcNow.AddDays(1);
}
