using System.Security.Authentication;
using Microsoft.Extensions.Logging.Abstractions;
using SmtpGate.Tls;

namespace SmtpGate.Tests.Tls;

public sealed class ServerTlsTests : IDisposable
{
    private static readonly MadeCertificates Made = new(TimeProvider.System);

    private readonly CertificateFilesFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", "CN=a.example")]
    [InlineData("a.example", "CN=a.example")]
    [InlineData("b.example", "CN=b.example")]
    [InlineData("B.Example", "CN=b.example")]
    [InlineData("c.example", "CN=a.example")]
    public void The_certificate_is_the_one_for_the_name_or_the_first(string name, string subject)
    {
        var tls = Server(_folder.Pem("a.pem", "a.example"), _folder.Pem("b.pem", "b.example"));
        Assert.Equal(subject, Shown(tls, name));
    }

    [Fact]
    public void A_renewed_certificate_is_used_at_once_and_a_broken_one_is_not()
    {
        var file = _folder.Pem("a.pem", "a.example");
        var tls = Server(file);
        Assert.Equal("CN=a.example", Shown(tls, ""));
        _folder.Pem("a.pem", "renewed.example");
        File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddMinutes(1));
        Assert.Equal("CN=renewed.example", Shown(tls, ""));
        File.WriteAllText(file, "half a file");
        File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddMinutes(2));
        Assert.Equal("CN=renewed.example", Shown(tls, ""));
        File.Delete(file);
        Assert.Equal("CN=renewed.example", Shown(tls, ""));
        _folder.Pem("a.pem", "third.example");
        Assert.Equal("CN=third.example", Shown(tls, ""));
    }

    [Fact]
    public void Without_a_certificate_one_is_made_for_the_host_which_stays()
    {
        Assert.Equal("CN=gate.example", Shown(Server(), "any.example"));
        Assert.Same(
            Server().Begin().TermsFor("").ServerCertificateContext, Server().Begin().TermsFor("").ServerCertificateContext);
    }

    [Theory]
    [InlineData("xn--bcher-kva.example")]
    [InlineData("bücher.example")]
    public void A_name_beyond_ASCII_is_found_however_it_was_said(string name) => Assert.Equal(
        "CN=xn--bcher-kva.example",
        Shown(Server(_folder.Pem("a.pem", "a.example"), _folder.Pem("b.pem", "xn--bcher-kva.example")), name));

    [Theory]
    [InlineData("a..b")]
    [InlineData("-bad-")]
    [InlineData("a b")]
    [InlineData("*.example")]
    [InlineData(".")]
    public void A_name_that_is_none_gets_the_first(string name) => Assert.Equal(
        "CN=a.example", Shown(Server(_folder.Pem("a.pem", "a.example"), _folder.Pem("b.pem", "b.example")), name));

    private static ServerTls Server(params string[] files) =>
        New(ClientCertificates.None, [.. files.Select(f => new CertificateFiles(f, null, null))]);

    private static ServerTls New(ClientCertificates clients, IReadOnlyList<CertificateFiles> files) => new(
        new TlsOptions(files, SslProtocols.Tls12, clients, null, false, TimeSpan.FromSeconds(30)),
        "gate.example", Made, NullLogger<ServerTls>.Instance);

    private static string Shown(ServerTls tls, string name) =>
        tls.Begin().TermsFor(name).ServerCertificateContext!.TargetCertificate.Subject;
}
