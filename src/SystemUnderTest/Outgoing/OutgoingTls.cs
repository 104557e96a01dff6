using System.Net.Security;

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

    internal SslClientAuthenticationOptions Terms => new()
    {
        TargetHost = Name ?? "",
        RemoteCertificateValidationCallback = (_, _, _, errors) => Name is null || errors == SslPolicyErrors.None,
    };
}
