using System.Security.Authentication;
using SmtpGate.Tls;

namespace SmtpGate.Tests.Tls;

public sealed class TlsSettingsTests : IDisposable
{
    private readonly CertificateFilesFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void By_default_the_old_versions_are_off_and_nobody_is_asked_for_anything()
    {
        var tls = Read("{}");
        Assert.Equal(SslProtocols.Tls12 | SslProtocols.Tls13, tls.Versions);
        Assert.Equal((ClientCertificates.None, false), (tls.Clients, tls.Required));
        Assert.Equal(TimeSpan.FromSeconds(30), tls.HandshakeTime);
        Assert.Empty(tls.Certificates);
    }

    [Fact]
    public void Everything_can_be_set()
    {
        var (file, ca) = (_folder.Pfx("a.pfx", "a.example", "p"), _folder.Pem("ca.pem", "ca.example"));
        var tls = Read($$"""
            { "Certificates": [{ "File": "{{file}}", "Password": "p" }], "LeastVersion": "1.3", "Required": true,
              "ClientCertificates": "optional", "ClientAuthorities": "{{ca}}", "HandshakeSeconds": 1 }
            """);
        Assert.Equal(new CertificateFiles(file, null, "p"), Assert.Single(tls.Certificates));
        Assert.Equal((SslProtocols.Tls13, ClientCertificates.Optional, true), (tls.Versions, tls.Clients, tls.Required));
        Assert.Equal("CN=ca.example", Assert.Single(tls.Authorities!.Certificates).Subject);
    }

    [Fact]
    public void A_file_lies_where_the_settings_lie() => Assert.Contains(
        Path.Combine(Path.GetTempPath(), "nowhere.pem"), Problem("""{ "Certificates": [{ "File": "nowhere.pem" }] }"""),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("""{ "LeastVersion": "1.1" }""", "Tls:LeastVersion is \"1.1\"; permitted: 1.2, 1.3")]
    [InlineData("""{ "Certificates": [{}] }""", "a certificate needs its file: \"File\": \"gateway.pem\"")]
    [InlineData("""{ "Certificates": [{ "File": "/nowhere.pem" }] }""",
        "Tls:Certificates:0:File: there is no file '/nowhere.pem'")]
    [InlineData("""{ "ClientAuthorities": "/nowhere.pem" }""", "Tls:ClientAuthorities: there is no file '/nowhere.pem'")]
    public void What_is_wrong_is_named(string settings, string problem) =>
        Assert.StartsWith(problem, Problem(settings), StringComparison.Ordinal);

    [Fact]
    public void A_password_is_never_shown() =>
        Assert.DoesNotContain("secret", new CertificateFiles("a", null, "secret").ToString(), StringComparison.Ordinal);

    private static TlsOptions Read(string settings) =>
        Loaded.From($$"""{ "Listeners": [{}], "Tls": {{settings}} }""").Servers[0].Tls!;

    private static string Problem(string settings) =>
        Assert.Single(Loaded.Problems($$"""{ "Listeners": [{}], "Tls": {{settings}} }""")).Message;
}
