using System.Net.Security;
using System.Security.Cryptography;
using SmtpGate.Tls;

namespace SmtpGate.Outgoing;

/// <summary>When a connection to the next host is secured.</summary>
public enum TlsUse
{
    None,

    /// <summary>With STARTTLS where the host offers it; who the host is, is not asked.</summary>
    Opportunistic,

    /// <summary>With STARTTLS, or not at all.</summary>
    Required,

    /// <summary>At once (RFC 8314 3.3).</summary>
    AtOnce,
}

/// <summary>How a connection to the next host is secured.</summary>
/// <param name="Name">What the host's certificate has to be for; null: it is not looked at.</param>
public sealed record OutgoingTls(TlsUse Use, string? Name)
{
    public static readonly OutgoingTls None = new(TlsUse.None, null);

    private static readonly Oid ServerAuthentication = new("1.3.6.1.5.5.7.3.1");

    /// <summary>Who vouches for the host; null: whom the system trusts.</summary>
    public Authorities? Authorities { get; init; }

    /// <summary>The name is what DNS says, and anybody may have said so: there is no DNSSEC here.</summary>
    public bool IsNameFound { get; init; }

    /// <summary>There is TLS, and with the host that is meant (RFC 8689 4.2.1).</summary>
    public bool IsSure => Use is TlsUse.Required or TlsUse.AtOnce && Name is not null && !IsNameFound;

    /// <param name="refuse">Told what is wrong with the certificate, where something is.</param>
    internal SslClientAuthenticationOptions Terms(Action<string> refuse) => new()
    {
        TargetHost = Name ?? "",
        CertificateChainPolicy = Authorities.Policy(Authorities, ServerAuthentication),
        RemoteCertificateValidationCallback = (_, shown, chain, errors) =>
        {
            if (Name is null || ShownCertificate.Problem(shown, chain, errors, Name) is not { } problem)
                return true;
            refuse(problem);
            return false;
        },
    };
}
