using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;

namespace Conformance.Tests;

/// <summary>Versions and ciphers as OpenSSL's own client finds them, with everything switched on that it still knows.</summary>
[Trait("Rows", "8314-4-01, 8314-4-02")]
public sealed class OpensslTests : IDisposable
{
    private const string Everything = "ALL:COMPLEMENTOFALL@SECLEVEL=0";

    // RFC 9325 4.2: forward secrecy, and nothing that is broken.
    private const string Strong = "^ECDHE-(RSA|ECDSA)-(CHACHA20-POLY1305|AES(128|256)-(GCM-)?SHA(256|384))$";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("openssl-");

    public void Dispose() => _folder.Delete(recursive: true);

    [PeerTheory("openssl")]
    [InlineData("-tls1", null)]
    [InlineData("-tls1_1", null)]
    [InlineData("-tls1_2", "TLSv1.2")]
    [InlineData("-tls1_3", "TLSv1.3")]
    public async Task Versions_that_are_no_longer_good_are_refused(string version, string? spoken)
    {
        await using var gateway = await GatewayAsync(new JsonObject());
        Assert.Equal(spoken, (await ConnectAsync(gateway, version, Everything))?.Version);
    }

    [PeerTheory("openssl")]
    [InlineData("RSA")]
    [InlineData("ECDSA")]
    public async Task No_cipher_that_is_taken_is_weak(string kind)
    {
        await using var gateway = await GatewayAsync(kind == "RSA" ? WithRsa() : new JsonObject());
        var known = (await SayAsync("ciphers", "-s", "-tls1_2", Everything)).Trim().Split(':');
        var tried = known.Where(c => !c.StartsWith("TLS_", StringComparison.Ordinal)).Select(
            cipher => ConnectAsync(gateway, "-tls1_2", $"{cipher}@SECLEVEL=0"));
        var taken = (await Task.WhenAll(tried)).OfType<Session>().ToList();
        Assert.InRange(known.Length, 60, 1000);
        Assert.Contains(taken, session => session.Cipher == $"ECDHE-{kind}-AES128-GCM-SHA256");
        Assert.All(taken, session => Assert.Matches(Strong, session.Cipher));
    }

    private static Task<RunningGateway> GatewayAsync(JsonObject tls)
    {
        var settings = new JsonObject
        {
            ["Listeners"] = new JsonArray(new JsonObject { ["Address"] = "127.0.0.1", ["Port"] = 0 }),
            ["Tls"] = tls,
            ["Limits"] = new JsonObject { ["ConnectionsPerAddress"] = "none" },
        };
        return RunningGateway.WithAsync(settings.ToJsonString());
    }

    private JsonObject WithRsa()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=gateway.example", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var file = Path.Combine(_folder.FullName, "rsa.pem");
        File.WriteAllText(file, made.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem());
        return new JsonObject { ["Certificates"] = new JsonArray(new JsonObject { ["File"] = file }) };
    }

    /// <summary>What was agreed upon; null where nothing was.</summary>
    private static async Task<Session?> ConnectAsync(RunningGateway gateway, string version, string ciphers)
    {
        var said = await SayAsync(
            "s_client", "-connect", $"{gateway.EndPoint}", "-starttls", "smtp", version, "-cipher", ciphers, "-brief");
        var session = said.Split('\n').Select(l => l.Split(": ", 2)).Where(p => p.Length == 2).ToLookup(p => p[0], p => p[1]);
        return session["Ciphersuite"].FirstOrDefault() is { } cipher
            ? new Session(session["Protocol version"].First(), cipher)
            : null;
    }

    private static async Task<string> SayAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("openssl", arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var limit = new CancellationTokenSource(Patience);
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var said = process.StandardOutput.ReadToEndAsync(limit.Token);
        var more = await process.StandardError.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        return await said + more;
    }

    private sealed record Session(string Version, string Cipher);
}
