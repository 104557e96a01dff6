using System.Security.Cryptography.X509Certificates;
using SmtpSim.Tls;

namespace SmtpSim.Tests.Tls;

public sealed class CertificateZooTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    [Fact]
    public void A_good_certificate_is_for_its_host_and_signed_below_the_root()
    {
        var good = CertificateZoo.OfProcess.Get(CertificateKinds.Good, "mx.example");
        Assert.All(["mx.example", "localhost", "127.0.0.1"], name => Assert.True(good.Certificate.MatchesHostname(name)));
        Assert.False(good.Certificate.MatchesHostname("other.example"));
        var between = Assert.Single(good.SentAlong);
        Assert.Equal(between.Subject, good.Certificate.Issuer);
        Assert.Equal(CertificateZoo.OfProcess.Root.Subject, between.Issuer);
        Assert.False(between.HasPrivateKey);
    }

    [Fact]
    public void The_others_have_one_thing_wrong()
    {
        var zoo = CertificateZoo.OfProcess;
        Assert.True(zoo.Get(CertificateKinds.Expired, "a.example").Certificate.NotAfter < DateTime.Now);
        Assert.True(zoo.Get(CertificateKinds.NotYetValid, "a.example").Certificate.NotBefore > DateTime.Now);
        Assert.False(zoo.Get(CertificateKinds.WrongName, "a.example").Certificate.MatchesHostname("a.example"));
        Assert.Empty(zoo.Get(CertificateKinds.NoChain, "a.example").SentAlong);
        var own = zoo.Get(CertificateKinds.SelfSigned, "a.example").Certificate;
        Assert.Equal(own.Subject, own.Issuer);
    }

    [Fact]
    public void A_root_outlives_the_process_in_its_folder()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Path("ca");
        var first = CertificateZoo.In(path, Now);
        var again = CertificateZoo.In(path, Now);
        Assert.Equal(first.Root.Thumbprint, again.Root.Thumbprint);
        Assert.True(again.Root.HasPrivateKey);
        using var published = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(path, "ca.pem"));
        Assert.False(published.HasPrivateKey);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(path, "ca.key")));
    }
}
