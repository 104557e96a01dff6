using System.CommandLine;
using System.Security.Cryptography;
using SmtpSim.Playing;
using SmtpSim.Tls;
using SmtpSim.Transcripts;

namespace SmtpSim.Commands;

/// <summary>What the commands that speak TLS have in common.</summary>
internal static class TlsOptions
{
    public static readonly Option<string?> Authority = new("--ca")
    {
        Description = "Folder of the certificate authority (ca.pem, ca.key), made there if it is missing; else one for this run",
    };

    public static readonly Option<string?> KeyLog = new("--keylog")
    {
        Description = "File for the keys of all TLS sessions, so that a capture of them can be read",
    };

    /// <exception cref="UnusableFileException">The authority cannot be read or written.</exception>
    public static WalkOptions Apply(ParseResult parsed, WalkOptions options)
    {
        if (parsed.GetValue(KeyLog) is { } file)
        {
            Files.Try(file, () => File.AppendAllText(file, ""));
            // The runtime looks at both when it first uses TLS.
            AppContext.SetSwitch("System.Net.EnableSslKeyLogging", true);
            Environment.SetEnvironmentVariable("SSLKEYLOGFILE", file);
        }
        return parsed.GetValue(Authority) is { } folder ? options with { Zoo = ZooIn(folder) } : options;
    }

    private static CertificateZoo ZooIn(string folder)
    {
        try
        {
            return CertificateZoo.In(folder, DateTimeOffset.UtcNow);
        }
        catch (Exception unusable) when (unusable is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new UnusableFileException(folder, 0, 0, $"no certificate authority can be kept here: {unusable.Message}");
        }
    }
}
