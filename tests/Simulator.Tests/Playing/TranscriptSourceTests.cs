using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SmtpSim.Playing;
using SmtpSim.Serving;
using SmtpSim.Transcripts;

namespace SmtpSim.Tests.Playing;

public sealed class TranscriptSourceTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("smtpsim-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_certificate_lies_beside_the_script()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=x", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var made = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        var file = Path.Combine(_folder.FullName, "own.pem");
        File.WriteAllText(file, made.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem());
        Assert.Equal(["start", $"cert={file}"], Found("@tls start cert=own.pem").Arguments);
    }

    [Theory]
    [InlineData("@tls start cert=nowhere.pem", "there is no file 'nowhere.pem' in ")]
    [InlineData("@tls start cert=empty.pem", "empty.pem' has no certificate with its key: ")]
    public void One_that_cannot_be_shown_is_named_before_anybody_waits_for_it(string line, string why)
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "empty.pem"), "");
        Assert.Contains(why, Assert.Throws<UnusableFileException>(() => Found(line)).Message);
        Assert.Contains(why, Assert.Throws<UnusableFileException>(() => new RuleSet(
            Source($"@serve default\n@on STARTTLS -> S: 220 go, {line}"), new Variables(), TimeProvider.System, 1)).Message);
    }

    [Theory]
    [InlineData("@tls start cert=expired")]
    [InlineData("@tls start cert={{mine}}.pem")]
    [InlineData("@wait 1s")]
    public void Whatever_names_none_stays_as_it_is(string line) =>
        Assert.Equal(Source(line).Transcript.Steps[0], Found(line));

    [Fact]
    public void Files_that_include_others_again_and_again_come_to_an_end()
    {
        for (var i = 1; i <= 14; i++)
            File.WriteAllText(
                Path.Combine(_folder.FullName, $"{i}.smtp"), string.Concat(Enumerable.Repeat($"@include {i + 1}.smtp\n", 6)));
        File.WriteAllText(Path.Combine(_folder.FullName, "15.smtp"), "S: 220\n");
        var wrong = Assert.Throws<UnusableFileException>(() => ScriptCompiler.Compile(Source("@include 1.smtp"), Role.Client));
        Assert.Contains("@include: one script takes in more than 1000 files", wrong.Message);
    }

    // Whoever gives the value would have any file of the machine looked at.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_name_with_a_value_is_looked_for_only_where_the_script_is_ones_own(bool hasFolder)
    {
        var source = TranscriptSource.Read("@tls start cert={{mine}}\n", "x.smtp", hasFolder ? _folder.FullName : "") with
        {
            Root = hasFolder ? _folder.FullName : null,
        };
        var wrong = Assert.Throws<UnusableFileException>(
            () => source.WithCertificate((Directive)source.Transcript.Steps[0]));
        Assert.Contains("is named as it is, without a value", wrong.Message);
    }

    private Directive Found(string line)
    {
        var source = Source(line);
        return source.WithCertificate((Directive)source.Transcript.Steps[0]);
    }

    private TranscriptSource Source(string text) => TranscriptSource.Read(text + "\n", "x.smtp", _folder.FullName);
}
