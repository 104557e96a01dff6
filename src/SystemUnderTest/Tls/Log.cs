namespace SmtpGate.Tls;

/// <summary>Event ids 1400 to 1499.</summary>
internal static partial class Log
{
    [LoggerMessage(1400, LogLevel.Information, "Certificate '{File}' renewed, good until {Until:u}")]
    public static partial void CertificateRenewed(ILogger logger, string file, DateTime until);

    [LoggerMessage(1401, LogLevel.Error, "The changed certificate is not used, the one before stays: {Problem}")]
    public static partial void CertificateKept(ILogger logger, string problem);

    [LoggerMessage(1402, LogLevel.Warning, "TLS uses a certificate made for '{Host}' at start: no client has reason to trust it")]
    public static partial void SelfSigned(ILogger logger, string host);
}
