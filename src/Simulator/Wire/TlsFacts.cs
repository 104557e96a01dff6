namespace SmtpSim.Wire;

/// <summary>What a handshake came to.</summary>
/// <param name="Version"><c>1.2</c>, <c>1.3</c>.</param>
/// <param name="Cipher">Its IANA name: <c>TLS_AES_256_GCM_SHA384</c>.</param>
/// <param name="ServerName">The name that the client asked for (SNI), empty where it did not.</param>
/// <param name="Protocol">What ALPN agreed on, empty where nothing.</param>
/// <param name="Subject">Of the other side's certificate, empty where it showed none.</param>
/// <param name="Issuer">Of the other side's certificate.</param>
/// <param name="Problem">
/// What a careful peer would mind about that certificate: <c>none</c>, <c>missing</c>, <c>expired</c>, <c>not-yet-valid</c>,
/// <c>wrong-name</c>, <c>self-signed</c> or <c>untrusted</c>.
/// </param>
public sealed record TlsFacts(
    string Version, string Cipher, string ServerName, string Protocol, string Subject, string Issuer, string Problem)
{
    /// <summary>How the other side ended: <c>close_notify</c> (RFC 8446 6.1), or <c>none</c> without it; empty before.</summary>
    public string End { get; init; } = "";
}
