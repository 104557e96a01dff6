using SmtpGate.Grammar;

namespace SmtpGate.Recipients;

/// <summary>What the internal server's answer, or the lack of one, means for a recipient.</summary>
public abstract record Verdict
{
    public sealed record Known : Verdict;

    public sealed record Unknown : Verdict;

    /// <summary>A 4yz to the RCPT itself.</summary>
    public sealed record Later(Reply Answer) : Verdict;

    /// <summary>No answer to go by: down, too slow, nonsense. The log says why.</summary>
    public sealed record Unverified(string Why) : Verdict;
}
