using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SmtpGate.Files;

namespace SmtpGate.Tls;

/// <summary>Certificates with their keys and chains, from PEM or PFX files.</summary>
public static class CertificateReading
{
    private static readonly string[] PfxEndings = [".pfx", ".p12"];

    /// <summary>The certificate, or what is wrong with its files.</summary>
    public static (SslStreamCertificateContext? Context, string? Problem) Read(CertificateFiles files)
    {
        if (files.Paths.Select(MissingFile.Find).OfType<string>().FirstOrDefault() is { } missing)
            return (null, missing);
        try
        {
            var (own, chain) = PfxEndings.Contains(Path.GetExtension(files.Certificate).ToLowerInvariant())
                ? Pfx(files)
                : Pem(files);
            if (own is null)
                return (null, $"'{files.Certificate}' holds no certificate with a private key");
            return (SslStreamCertificateContext.Create(own, chain, offline: true), null);
        }
        catch (Exception wrong) when (wrong is CryptographicException or ArgumentException)
        {
            return (null, $"'{files}' cannot be used: {wrong.Message}");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return (null, $"'{files}' cannot be read: {unreadable.Message}");
        }
    }

    /// <summary>One for those who have none: good for a name, for a year, and trusted by nobody.</summary>
    public static SslStreamCertificateContext SelfSigned(string host, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        return SslStreamCertificateContext.Create(
            request.CreateSelfSigned(now.AddDays(-1), now.AddYears(1)), [], offline: true);
    }

    private static (X509Certificate2? Own, X509Certificate2Collection Chain) Pem(CertificateFiles files)
    {
        var own = files.Password is null
            ? X509Certificate2.CreateFromPemFile(files.Certificate, files.Key)
            : X509Certificate2.CreateFromEncryptedPemFile(files.Certificate, files.Password, files.Key);
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(files.Certificate);
        return (own, chain);
    }

    private static (X509Certificate2? Own, X509Certificate2Collection Chain) Pfx(CertificateFiles files)
    {
        var all = X509CertificateLoader.LoadPkcs12CollectionFromFile(files.Certificate, files.Password);
        return (all.FirstOrDefault(c => c.HasPrivateKey), all);
    }
}
