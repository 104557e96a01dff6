using System.Net;
using SmtpGate.Grammar;

namespace SmtpGate.Recipients;

/// <summary>What a temporary answer (4yz) to the RCPT itself means for the client.</summary>
public enum OnTemporary
{
    /// <summary>The verification could not be completed: accepted unverified.</summary>
    Accept,

    /// <summary>Passed on: the client is asked to come again.</summary>
    Tempfail,

    /// <summary>Rejected like an unknown recipient.</summary>
    Reject,
}

/// <summary>The verifier's keys, by name. Numbers, defaults and ranges stand in <see cref="VerifierKeys"/>.</summary>
/// <param name="Server">Null where the address is missing or no IP address: then every recipient is accepted.</param>
/// <param name="MailFrom">The path for MAIL FROM, without brackets.</param>
/// <param name="Exact">The wire dialogue of the original: HELO, RSET before each reuse, lower-cased address.</param>
public sealed record VerifierSettings(
    IPEndPoint? Server,
    string HeloName,
    TimeSpan IdleTime,
    TimeSpan LifeTime,
    TimeSpan TimeLimit,
    bool DisconnectOnReject,
    string MailFrom,
    IReadOnlyList<IPAddress> Bypass,
    string ErrorText,
    int ErrorCode,
    OnTemporary OnTemporary,
    bool Exact)
{
    /// <summary>
    /// The reply to a rejected recipient. A trailing <c>@</c> of the text is replaced by the address; the code is never
    /// part of the text.
    /// </summary>
    public Reply Rejection(Mailbox recipient)
    {
        var address = Exact ? recipient.ToString().ToLowerInvariant() : recipient.ToString();
        var text = ErrorText.EndsWith('@') ? ErrorText[..^1] + address : ErrorText;
        return new Reply(ErrorCode, $"{ErrorCode / 100}.1.1", text);
    }
}
