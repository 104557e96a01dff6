using System.Security.Authentication;

namespace SmtpGate.Tls;

/// <summary>Whether clients are asked for certificates of their own.</summary>
public enum ClientCertificates
{
    None,

    /// <summary>Asked; who has none, or one that nobody vouches for, goes on without.</summary>
    Optional,

    /// <summary>Who has no good one gets no session.</summary>
    Required,
}

/// <summary>How a virtual server does TLS.</summary>
/// <param name="Certificates">
/// The first that a client's name for the server fits, else the first of all. None: one is made at start, which no client
/// has reason to trust.
/// </param>
/// <param name="Authorities">Who vouches for clients; null: whom the system trusts.</param>
/// <param name="Required">Nothing but STARTTLS is obeyed before it (RFC 3207 4).</param>
/// <param name="HandshakeTime">For one whole handshake.</param>
public sealed record TlsOptions(
    IReadOnlyList<CertificateFiles> Certificates,
    SslProtocols Versions,
    ClientCertificates Clients,
    Authorities? Authorities,
    bool Required,
    TimeSpan HandshakeTime);

/// <summary>Where a certificate lies.</summary>
/// <param name="Key">The key's PEM file; null where it stands in the certificate's own file.</param>
/// <param name="Password">Of a PFX file or an encrypted key; null for none.</param>
public sealed record CertificateFiles(string Certificate, string? Key, string? Password)
{
    public IReadOnlyList<string> Paths => Key is null ? [Certificate] : [Certificate, Key];

    /// <summary>Not the password.</summary>
    public override string ToString() => Key is null ? Certificate : $"{Certificate} with {Key}";
}
