using System.Collections.Concurrent;
using System.Net.Security;

namespace SmtpGate.Tls;

/// <summary>Certificates made for servers that have none: one for each name, as long as the gateway runs.</summary>
public sealed class MadeCertificates(TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, Lazy<SslStreamCertificateContext>> _made =
        new(StringComparer.OrdinalIgnoreCase);

    public SslStreamCertificateContext For(string host, ILogger logger) =>
        _made.GetOrAdd(host, _ => new(() => Make(host, logger))).Value;

    private SslStreamCertificateContext Make(string host, ILogger logger)
    {
        Log.SelfSigned(logger, host);
        return CertificateReading.SelfSigned(host, clock.GetUtcNow());
    }
}
