using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SmtpGate.Tls;

namespace SmtpGate.Tests.Tls;

public sealed class AuthoritiesTests : IDisposable
{
    private static readonly Oid ServerUse = new("1.3.6.1.5.5.7.3.1");

    private readonly CertificateFilesFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // What is read anew and has not changed leaves connections and queues as they are.
    [Fact]
    public void The_same_are_equal_wherever_they_stand()
    {
        var file = _folder.Pem("ca.pem", "ca.example");
        var (one, same) = (Read(file), Read(file));
        Assert.Equal(one, same);
        Assert.Equal(one.GetHashCode(), same.GetHashCode());
        Assert.NotEqual(one, Read(_folder.Pem("other.pem", "ca.example")));
    }

    [Fact]
    public void Nothing_is_fetched_for_a_certificate() =>
        Assert.True(Authorities.Policy(null, ServerUse).DisableCertificateDownloads);

    [Fact]
    public void The_system_s_are_asked_where_nobody_is_named()
    {
        Assert.Equal(X509ChainTrustMode.System, Authorities.Policy(null, ServerUse).TrustMode);
        var own = Read(_folder.Pem("ca.pem", "ca.example"));
        Assert.Equal(own.Certificates, Authorities.Policy(own, ServerUse).CustomTrustStore);
    }

    [Theory]
    [InlineData("opportunistic")]
    [InlineData("none")]
    public void Whoever_looks_at_no_certificate_needs_none(string tls)
    {
        var delivery = $$"""{ "Tls": "{{tls}}", "TlsAuthorities": "{{_folder.Pem("ca.pem", "ca.example")}}" }""";
        Assert.Equal(
            "Delivery:TlsAuthorities vouches for nobody: certificates are looked at where Tls is required or atonce",
            Assert.Single(Loaded.Problems($$"""{ "Listeners": [{}], "Delivery": {{delivery}} }""")).Message);
    }

    [Fact]
    public void A_verifier_that_asks_for_no_name_looks_at_no_certificate() => Assert.EndsWith(
        "TlsAuthorities vouches for nobody without Tls and a TlsName",
        Assert.Single(Loaded.Problems(Loaded.WithVerifier(
            $$"""{ "Tls": "required", "TlsAuthorities": "{{_folder.Pem("ca.pem", "ca.example")}}" }"""))).Message,
        StringComparison.Ordinal);

    [Fact]
    public void A_file_without_a_certificate_is_none()
    {
        var file = _folder.File("key.pem");
        File.WriteAllText(file, "nothing");
        Assert.Equal(
            $"Delivery:TlsAuthorities: '{file}' holds no certificate",
            Assert.Single(Loaded.Problems(
                $$"""{ "Listeners": [{}], "Delivery": { "Tls": "required", "TlsAuthorities": "{{file}}" } }""")).Message);
    }

    private static Authorities Read(string file)
    {
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPemFile(file);
        return new Authorities(file, certificates);
    }
}
