using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace SmtpGate.Outgoing;

/// <summary>What is wrong with the certificate that a host shows, in words.</summary>
internal static class ShownCertificate
{
    /// <param name="name">What it has to be for.</param>
    /// <returns>Null where nothing is.</returns>
    public static string? Problem(X509Certificate? shown, X509Chain? chain, SslPolicyErrors errors, string name)
    {
        if (errors == SslPolicyErrors.None)
            return null;
        if (shown is not X509Certificate2 certificate)
            return "it shows no certificate";
        // The name last: whose certificate it is matters where somebody vouches for it.
        return errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors)
            ? OfChain(certificate, chain?.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, s) => all | s.Status) ?? 0)
            : $"its certificate is not for {name}, but for {certificate.Subject}";
    }

    private static string OfChain(X509Certificate2 certificate, X509ChainStatusFlags status)
    {
        if (status.HasFlag(X509ChainStatusFlags.NotTimeValid))
            return $"its certificate is good from {Day(certificate.NotBefore)} to {Day(certificate.NotAfter)}, or one before it";
        return (status & (X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain)) != 0
            ? $"nobody who is trusted vouches for its certificate, which {certificate.Issuer} issued"
            : $"its certificate is no good: {status}";
    }

    private static string Day(DateTime time) => time.ToUniversalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
