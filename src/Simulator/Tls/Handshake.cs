using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SmtpSim.Wire;

namespace SmtpSim.Tls;

/// <summary>What came of a handshake: a transport and its facts, or why there is none.</summary>
/// <param name="IsTls">False where the other side said something that is no TLS.</param>
public sealed record HandshakeResult(TlsTransport? Transport, TlsFacts? Facts, string Trouble, bool IsTls = true)
{
    public static HandshakeResult Failed(string why, bool isTls) => new(null, null, why, isTls);
}

/// <summary>Turns a transport into one with TLS, on either side.</summary>
public sealed class Handshake(TlsTerms terms, CertificateZoo zoo, TimeProvider clock)
{
    private string _serverName = terms.ServerName ?? "";
    private X509Certificate2? _shown;
    private string _problem = "missing";
    private string? _refusal;

    /// <param name="arrived">What has arrived of the handshake already; it is taken out.</param>
    public Task<HandshakeResult> AsServerAsync(Transport below, OctetBuffer arrived, CancellationToken cancel) =>
        TriedAsync(below, arrived, isServer: true, tls => tls.AuthenticateAsServerAsync(ServerOptions, this, cancel));

    /// <inheritdoc cref="AsServerAsync"/>
    public Task<HandshakeResult> AsClientAsync(Transport below, OctetBuffer arrived, CancellationToken cancel) =>
        TriedAsync(below, arrived, isServer: false, tls => tls.AuthenticateAsClientAsync(ClientOptions(), cancel));

    private async Task<HandshakeResult> TriedAsync(
        Transport below, OctetBuffer arrived, bool isServer, Func<SslStream, Task> handshake)
    {
        // A buffer of its own: the caller may go on with his, and put there what was decrypted.
        var encrypted = new OctetBuffer();
        encrypted.Append(arrived.Span);
        arrived.Take(arrived.Length);
        var stream = new TransportStream(below, encrypted, byRecord: true);
        var tls = new SslStream(stream);
        try
        {
            await handshake(tls);
            return new HandshakeResult(new TlsTransport(tls, stream, below, encrypted), Facts(tls), "");
        }
        catch (Exception broken) when (broken is AuthenticationException or IOException or SocketException
            or CryptographicException or NotSupportedException or InvalidOperationException)
        {
            return HandshakeResult.Failed(_refusal ?? TlsTrouble.Of(broken, stream, isServer), stream.NoTls is null);
        }
    }

    private static ValueTask<SslServerAuthenticationOptions> ServerOptions(
        SslStream stream, SslClientHelloInfo hello, object? state, CancellationToken cancel)
    {
        var me = (Handshake)state!;
        me._serverName = hello.ServerName;
        return ValueTask.FromResult(new SslServerAuthenticationOptions
        {
            EnabledSslProtocols = me.Versions,
            ServerCertificateContext = Context(me.Certificate(CertificateKinds.Good)),
            ClientCertificateRequired = me.IsAsking,
            RemoteCertificateValidationCallback = me.Look,
            ApplicationProtocols = me.Protocols,
            CipherSuitesPolicy = me.Suites,
        });
    }

    private SslClientAuthenticationOptions ClientOptions() => new()
    {
        TargetHost = terms.ServerName ?? "",
        EnabledSslProtocols = terms.Versions,
        ClientCertificateContext = terms.Certificate is null ? null : Context(Certificate(terms.Certificate)),
        RemoteCertificateValidationCallback = Look,
        ApplicationProtocols = Protocols,
        CipherSuitesPolicy = Suites,
    };

    private SslProtocols Versions => terms.Versions;

    private bool IsAsking => terms.AsksForCertificate;

    private List<SslApplicationProtocol>? Protocols =>
        terms.Protocol is { } name ? [new SslApplicationProtocol(name)] : null;

#pragma warning disable CA1416 // Where a system cannot choose cipher suites, the handshake says so.
    private CipherSuitesPolicy? Suites => terms.Ciphers is { } suites ? new CipherSuitesPolicy(suites) : null;
#pragma warning restore CA1416

    private static SslStreamCertificateContext Context(ZooCertificate certificate) =>
        SslStreamCertificateContext.Create(certificate.Certificate, certificate.SentAlong, offline: true);

    private ZooCertificate Certificate(string otherwise) => (terms.Certificate ?? otherwise) switch
    {
        var file when file.EndsWith(".pem", StringComparison.Ordinal) =>
            new ZooCertificate(X509Certificate2.CreateFromPemFile(file), []),
        var kind => zoo.Get(kind, terms.Host),
    };

    private bool Look(object sender, X509Certificate? shown, X509Chain? chain, SslPolicyErrors errors)
    {
        _shown = shown as X509Certificate2;
        if (_shown is not null)
            _problem = CertificateProblem.Of(_shown, chain, _serverName, zoo.Root, clock.GetUtcNow());
        if (terms.Verify && _problem != CertificateProblem.None)
            _refusal = _shown is null
                ? "the other side has shown no certificate"
                : $"the certificate for '{_shown.Subject}' is refused: {_problem}";
        return _refusal is null;
    }

    private TlsFacts Facts(SslStream tls) => new(
#pragma warning disable CA5397, SYSLIB0039 // Named, not offered.
        tls.SslProtocol switch
        {
            SslProtocols.Tls => "1.0",
            SslProtocols.Tls11 => "1.1",
            SslProtocols.Tls12 => "1.2",
            _ => "1.3",
        },
#pragma warning restore CA5397, SYSLIB0039
        tls.NegotiatedCipherSuite.ToString(),
        _serverName,
        tls.NegotiatedApplicationProtocol.ToString(),
        _shown?.Subject ?? "",
        _shown?.Issuer ?? "",
        _problem);
}
