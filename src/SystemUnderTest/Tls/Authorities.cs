using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SmtpGate.Configuration;
using SmtpGate.Files;

namespace SmtpGate.Tls;

/// <summary>Who vouches for certificates, in place of those whom the system trusts; equal where they are the same.</summary>
/// <param name="file">Where they stand, for people.</param>
public sealed class Authorities(string file, X509Certificate2Collection certificates) : IEquatable<Authorities>
{
    public X509Certificate2Collection Certificates => certificates;

    /// <summary>A PEM file that a setting names; null where it names none, or the file is of no use, which is reported.</summary>
    public static Authorities? Read(SettingsReader settings, string key)
    {
        if (settings.Path(key) is not { } file)
            return null;
        var all = new X509Certificate2Collection();
        if (Problem(file, all) is not { } problem)
            return new Authorities(file, all);
        settings.Report(key, $"{settings.Name(key)}: {problem}");
        return null;
    }

    /// <summary>How a certificate is looked at.</summary>
    /// <param name="authorities">Null: whom the system trusts.</param>
    /// <param name="purpose">What it must be for (RFC 5280 4.2.1.12).</param>
    public static X509ChainPolicy Policy(Authorities? authorities, Oid purpose)
    {
        var policy = new X509ChainPolicy
        {
            // A certificate can name addresses to fetch others from: whose, is the stranger's choice.
            DisableCertificateDownloads = true,
            RevocationMode = X509RevocationMode.NoCheck,
            ApplicationPolicy = { purpose },
        };
        if (authorities is not null)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.AddRange(authorities.Certificates);
        }
        return policy;
    }

    public bool Equals(Authorities? other) =>
        other is not null && Thumbprints.SequenceEqual(other.Thumbprints, StringComparer.Ordinal);

    public override string ToString() => file;

    public override bool Equals(object? obj) => Equals(obj as Authorities);

    public override int GetHashCode() => string.Concat(Thumbprints).GetHashCode(StringComparison.Ordinal);

    private IEnumerable<string> Thumbprints => certificates.Select(c => c.Thumbprint);

    // The others lead to such a one, and vouch for nobody alone.
    private static bool IsRoot(X509Certificate2 certificate) =>
        certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);

    private static string? Problem(string file, X509Certificate2Collection into)
    {
        if (MissingFile.Find(file) is { } missing)
            return missing;
        try
        {
            into.ImportFromPemFile(file);
            return into.Count == 0 ? $"'{file}' holds no certificate"
                : into.Any(IsRoot) ? null : $"'{file}' holds no certificate that an authority issued to itself";
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return $"'{file}' cannot be used: {wrong.Message}";
        }
    }
}
