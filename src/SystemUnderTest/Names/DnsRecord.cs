using System.Net;

namespace SmtpGate.Names;

/// <summary>What is asked for (RFC 1035 3.2.2, RFC 3596).</summary>
public enum RecordType
{
    A = 1,
    CName = 5,
    Mx = 15,
    Aaaa = 28,
}

/// <summary>A resource record of an answer.</summary>
/// <param name="Owner">Whose it is; without a dot at its end, the root is empty.</param>
public abstract record DnsRecord(string Owner)
{
    public sealed record Address(string Owner, IPAddress Value) : DnsRecord(Owner);

    public sealed record Exchange(string Owner, int Preference, string Host) : DnsRecord(Owner);

    public sealed record Alias(string Owner, string Target) : DnsRecord(Owner);
}

/// <summary>How a server answered (RFC 1035 4.1.1).</summary>
public enum DnsOutcome
{
    /// <summary>The name is there; it need not have records of the type.</summary>
    Found,

    /// <summary>There is no such name.</summary>
    NoSuchName,

    /// <summary>The server does not know what was added to the question (RFC 6891 7).</summary>
    NotUnderstood,

    /// <summary>Nobody knows, for now.</summary>
    Unknown,
}

/// <summary>An answer.</summary>
/// <param name="IsCut">There is more than one datagram takes.</param>
public sealed record DnsAnswer(DnsOutcome Outcome, IReadOnlyList<DnsRecord> Records, bool IsCut)
{
    public static readonly DnsAnswer Unknown = new(DnsOutcome.Unknown, [], false);
}
