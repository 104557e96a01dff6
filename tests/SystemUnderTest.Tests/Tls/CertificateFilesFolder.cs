using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SmtpGate.Tests.Tls;

/// <summary>A folder with certificates made for one test.</summary>
internal sealed class CertificateFilesFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("smtpgate-tls-");

    public string File(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>PEM, certificate and key in one file.</summary>
    public string Pem(string name, string host, bool withKey = true)
    {
        using var certificate = Make(host);
        using var key = certificate.GetECDsaPrivateKey()!;
        System.IO.File.WriteAllText(
            File(name), certificate.ExportCertificatePem() + "\n" + (withKey ? key.ExportPkcs8PrivateKeyPem() : ""));
        return File(name);
    }

    public string Pfx(string name, string host, string password)
    {
        using var certificate = Make(host);
        System.IO.File.WriteAllBytes(File(name), certificate.Export(X509ContentType.Pfx, password));
        return File(name);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static X509Certificate2 Make(string host)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
