using SmtpGate.Tls;

namespace SmtpGate.Tests.Tls;

public sealed class CertificateReadingTests : IDisposable
{
    private readonly CertificateFilesFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_PEM_file_holds_certificate_and_key() => Assert.Equal(
        "CN=a.example", Read(new(_folder.Pem("a.pem", "a.example"), null, null)).Subject);

    [Fact]
    public void A_PFX_file_has_a_password()
    {
        var file = _folder.Pfx("a.pfx", "a.example", "secret");
        Assert.Equal("CN=a.example", Read(new(file, null, "secret")).Subject);
        var problem = CertificateReading.Read(new(file, null, "wrong")).Problem;
        Assert.Contains("cannot be used", problem, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_there_or_no_certificate_or_has_no_key_is_named()
    {
        Assert.Equal("there is no file '/nowhere.pem'", CertificateReading.Read(new("/nowhere.pem", null, null)).Problem);
        var text = _folder.File("text.pem");
        File.WriteAllText(text, "no certificate");
        Assert.Contains(text, CertificateReading.Read(new(text, null, null)).Problem, StringComparison.Ordinal);
        var alone = _folder.Pem("alone.pem", "a.example", withKey: false);
        Assert.Contains(alone, CertificateReading.Read(new(alone, null, null)).Problem, StringComparison.Ordinal);
        var other = _folder.Pem("other.pem", "b.example");
        Assert.Contains("cannot be used", CertificateReading.Read(new(alone, other, null)).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void One_made_on_the_spot_is_for_the_host() => Assert.True(
        CertificateReading.SelfSigned("gate.example", DateTimeOffset.UtcNow).TargetCertificate.MatchesHostname("gate.example"));

    private static System.Security.Cryptography.X509Certificates.X509Certificate2 Read(CertificateFiles files)
    {
        var (context, problem) = CertificateReading.Read(files);
        Assert.Null(problem);
        return context!.TargetCertificate;
    }
}
