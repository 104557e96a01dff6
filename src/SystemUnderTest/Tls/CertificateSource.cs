using System.Net.Security;

namespace SmtpGate.Tls;

/// <summary>
/// The certificate as its files have it now: looked at before each handshake, read again when they have changed. What
/// cannot be used does not replace what can.
/// </summary>
public sealed class CertificateSource
{
    private readonly CertificateFiles _files;
    private readonly ILogger _logger;
    private readonly Lock _lock = new();
    private SslStreamCertificateContext _current;
    private (DateTime, DateTime) _stamp;

    private CertificateSource(CertificateFiles files, SslStreamCertificateContext first, ILogger logger) =>
        (_files, _current, _logger, _stamp) = (files, first, logger, Stamp(files));

    public SslStreamCertificateContext Current
    {
        get
        {
            lock (_lock)
            {
                var stamp = Stamp(_files);
                if (stamp != _stamp)
                    Renew(stamp);
                return _current;
            }
        }
    }

    /// <exception cref="InvalidOperationException">The files hold no certificate; who loaded the settings has asked.</exception>
    public static CertificateSource From(CertificateFiles files, ILogger logger)
    {
        var (first, problem) = CertificateReading.Read(files);
        return new CertificateSource(files, first ?? throw new InvalidOperationException(problem), logger);
    }

    private void Renew((DateTime, DateTime) stamp)
    {
        // One look for each change: a broken file is not read for every handshake.
        _stamp = stamp;
        var (next, problem) = CertificateReading.Read(_files);
        if (next is null)
        {
            Log.CertificateKept(_logger, problem!);
            return;
        }
        _current = next;
        Log.CertificateRenewed(_logger, _files.Certificate, next.TargetCertificate.NotAfter);
    }

    private static (DateTime, DateTime) Stamp(CertificateFiles files) =>
        (File.GetLastWriteTimeUtc(files.Certificate), files.Key is null ? default : File.GetLastWriteTimeUtc(files.Key));
}
