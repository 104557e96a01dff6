using System.Net;
using SmtpGate.Grammar;
using SmtpGate.Outgoing;

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

/// <summary>What becomes of a recipient about whom there is no answer.</summary>
public enum OnFailure
{
    Accept,

    /// <summary>451 4.4.3: the client is asked to come again.</summary>
    Tempfail,
}

/// <summary>An internal server for some domains.</summary>
public sealed record DomainServer(DomainPattern Pattern, IPEndPoint Server);

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
    IReadOnlyList<AddressRange> Bypass,
    string ErrorText,
    int ErrorCode,
    OnTemporary OnTemporary,
    bool Exact)
{
    /// <summary>Any value but 0 asks for the complete settings to be read anew.</summary>
    public int Refresh { get; init; }

    public OnFailure OnFailure { get; init; }

    /// <summary>At the same time, to each server.</summary>
    public int Connections { get; init; } = 1;

    public OutgoingTls Tls { get; init; } = OutgoingTls.None;

    /// <summary>Other servers than the usual one, by the recipient's domain; the first that fits.</summary>
    public IReadOnlyList<DomainServer> Servers { get; init; } = [];

    /// <summary>How long an answer is believed; zero: every recipient is asked about.</summary>
    public TimeSpan PositiveTime { get; init; }

    public TimeSpan NegativeTime { get; init; }

    public int CacheEntries { get; init; } = 100_000;

    /// <summary>So many failures in a row, and the server is left alone for a while. Null: never.</summary>
    public int? BreakerFailures { get; init; }

    public TimeSpan BreakerTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a server is asked about somebody who cannot be there; null: never.</summary>
    public TimeSpan? ProbeTime { get; init; }

    public Introduction Introduction => new(HeloName, Exact, Tls);

    /// <summary>What a server says is remembered; where there is none, nothing is.</summary>
    public bool Caches =>
        (PositiveTime > TimeSpan.Zero || NegativeTime > TimeSpan.Zero) && (Server is not null || Servers.Count > 0);

    public IPEndPoint? ServerFor(string domain) => Servers.Count == 0
        ? Server
        : Servers.FirstOrDefault(s => s.Pattern.Holds(domain))?.Server ?? Server;

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
