using System.Security.Authentication;
using SmtpGate.Configuration;

namespace SmtpGate.Tls;

/// <summary>Reads the settings of TLS; a certificate that cannot be used is a wrong setting.</summary>
public static class TlsSettings
{
    public static TlsOptions Read(SettingsReader settings)
    {
        var options = new TlsOptions(
            [.. settings.Sections("Certificates").Select(Certificate).OfType<CertificateFiles>()],
            Versions(settings),
            settings.Choice("ClientCertificates", ClientCertificates.None),
            Authorities.Read(settings, "ClientAuthorities"),
            settings.Flag("Required", false),
            TimeSpan.FromSeconds(settings.Number("HandshakeSeconds", 30, 1, 3600)));
        settings.RefuseOthers();
        return options;
    }

    private static CertificateFiles? Certificate(SettingsReader settings)
    {
        var (certificate, key) = (settings.Path("File"), settings.Path("Key"));
        var password = settings.Text("Password", "");
        settings.RefuseOthers();
        if (certificate is null)
        {
            settings.Report("File", $"a certificate needs its file: \"File\": \"gateway.pem\"");
            return null;
        }
        var files = new CertificateFiles(certificate, key, password.Length == 0 ? null : password);
        if (CertificateReading.Read(files).Problem is { } problem)
            settings.Report("File", $"{settings.Name("File")}: {problem}");
        return files;
    }

    // RFC 8996: 1.0 and 1.1 are not to be used.
    private static SslProtocols Versions(SettingsReader settings) =>
        settings.Text("LeastVersion", "1.2, 1.3", t => t is "1.2" or "1.3" ? t : null) == "1.3"
            ? SslProtocols.Tls13
            : SslProtocols.Tls12 | SslProtocols.Tls13;
}
