using System.Globalization;
using System.Net.Security;
using SmtpGate.Files;

namespace SmtpGate.Tls;

/// <summary>What a handshake goes by: the options with the certificate of the moment.</summary>
public sealed class ServerTls
{
    private static readonly IdnMapping ALabels = new();

    private readonly TlsOptions _options;
    private readonly IReadOnlyList<Func<SslStreamCertificateContext>> _certificates;

    public ServerTls(TlsOptions options, string host, MadeCertificates made, ILogger<ServerTls> logger)
    {
        _options = options;
        var watched = options.Certificates.Select(f => Watch(f, logger)).ToList();
        _certificates = [.. watched.Select(w => (Func<SslStreamCertificateContext>)(() => w.Current))];
        if (watched.Count > 0)
            return;
        var own = made.For(host, logger);
        _certificates = [() => own];
    }

    /// <summary>Nothing but STARTTLS is obeyed before it.</summary>
    public bool IsRequired => _options.Required;

    public TimeSpan HandshakeTime => _options.HandshakeTime;

    /// <summary>A handshake that begins now.</summary>
    public TlsHandshake Begin() => new(_options, Certificate);

    // Looked at before each handshake.
    private static Watched<SslStreamCertificateContext> Watch(CertificateFiles files, ILogger logger) => new(
        files.Paths,
        () => CertificateReading.Read(files),
        next => Log.CertificateRenewed(logger, files.Certificate, next.TargetCertificate.NotAfter),
        problem => Log.CertificateKept(logger, problem));

    private SslStreamCertificateContext Certificate(string name)
    {
        var first = _certificates[0]();
        if (name.Length == 0 || _certificates.Count == 1)
            return first;
        return _certificates.Select(c => c()).FirstOrDefault(c => IsFor(c, name)) ?? first;
    }

    // A client may call the server anything.
    private static bool IsFor(SslStreamCertificateContext certificate, string name)
    {
        try
        {
            // The handshake has made Unicode of an A-label; certificates have A-labels (RFC 9549 2).
            return certificate.TargetCertificate.MatchesHostname(ALabels.GetAscii(name));
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
