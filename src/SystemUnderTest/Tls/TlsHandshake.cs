using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SmtpGate.Tls;

/// <summary>One handshake: its terms, and whether the client's certificate was enough.</summary>
public sealed class TlsHandshake(TlsOptions options, Func<string, SslStreamCertificateContext> certificate)
{
    // RFC 5280 4.2.1.12
    private static readonly Oid ClientAuthentication = new("1.3.6.1.5.5.7.3.2");

    /// <summary>
    /// False where clients must have a good certificate, and this one has not. It is told so afterwards (RFC 3207 4.1).
    /// </summary>
    public bool IsEnough { get; private set; } = options.Clients != ClientCertificates.Required;

    /// <param name="name">What the client calls the server (RFC 6066 3); empty where it says nothing.</param>
    [SuppressMessage("Security", "CA5359", Justification = "Clients are judged here and told behind the handshake.")]
    public SslServerAuthenticationOptions TermsFor(string name) => new()
    {
        ServerCertificateContext = certificate(name),
        EnabledSslProtocols = options.Versions,
        ClientCertificateRequired = options.Clients != ClientCertificates.None,
        CertificateChainPolicy = Policy(),
        RemoteCertificateValidationCallback = (_, shown, chain, _) =>
        {
            IsEnough |= shown is X509Certificate2 own && IsVouchedFor(own, chain);
            return true;
        },
        // Renegotiation has no use here, and a history.
        AllowRenegotiation = false,
    };

    private X509ChainPolicy Policy() => Authorities.Policy(options.Authorities, ClientAuthentication);

    // The certificates between its own and an authority the client sends along (RFC 8446 4.4.2).
    private bool IsVouchedFor(X509Certificate2 own, X509Chain? sent)
    {
        using var chain = new X509Chain { ChainPolicy = Policy() };
        foreach (var between in sent?.ChainPolicy.ExtraStore ?? [])
            chain.ChainPolicy.ExtraStore.Add(between);
        return chain.Build(own);
    }
}
