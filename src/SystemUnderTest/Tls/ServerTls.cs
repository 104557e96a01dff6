using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace SmtpGate.Tls;

/// <summary>What a handshake goes by: the options with the certificate of the moment.</summary>
public sealed class ServerTls
{
    private readonly TlsOptions _options;
    private readonly IReadOnlyList<Func<SslStreamCertificateContext>> _certificates;

    public ServerTls(TlsOptions options, string host, TimeProvider clock, ILogger<ServerTls> logger)
    {
        _options = options;
        var sources = options.Certificates.Select(f => CertificateSource.From(f, logger)).ToList();
        _certificates = [.. sources.Select(s => (Func<SslStreamCertificateContext>)(() => s.Current))];
        if (sources.Count > 0)
            return;
        var made = CertificateReading.SelfSigned(host, clock.GetUtcNow());
        _certificates = [() => made];
        Log.SelfSigned(logger, host);
    }

    /// <summary>Nothing but STARTTLS is obeyed before it.</summary>
    public bool IsRequired => _options.Required;

    public TimeSpan HandshakeTime => _options.HandshakeTime;

    /// <param name="name">What the client calls the server (RFC 6066 3); empty where it says nothing.</param>
    [SuppressMessage("Security", "CA5359", Justification = "Clients are judged behind the handshake, where they can be told.")]
    public SslServerAuthenticationOptions TermsFor(string name) => new()
    {
        ServerCertificateContext = Certificate(name),
        EnabledSslProtocols = _options.Versions,
        ClientCertificateRequired = _options.Clients != ClientCertificates.None,
        // RFC 3207 4.1: whether it is enough is said behind the handshake; see IsEnough.
        RemoteCertificateValidationCallback = (_, _, _, _) => true,
        // Renegotiation has no use here, and a history.
        AllowRenegotiation = false,
    };

    /// <summary>False where clients must have a good certificate, and this one has not.</summary>
    public bool IsEnough(X509Certificate? certificate) => _options.Clients != ClientCertificates.Required
        || (certificate is X509Certificate2 shown && IsVouchedFor(shown));

    private SslStreamCertificateContext Certificate(string name)
    {
        var first = _certificates[0]();
        if (name.Length == 0 || _certificates.Count == 1)
            return first;
        return _certificates.Select(c => c()).FirstOrDefault(c => c.TargetCertificate.MatchesHostname(name)) ?? first;
    }

    private bool IsVouchedFor(X509Certificate2 certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        if (_options.Authorities.Count > 0)
        {
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.CustomTrustStore.AddRange(_options.Authorities);
        }
        return chain.Build(certificate);
    }
}
