using SmtpGate.Grammar;

namespace SmtpGate.Recipients;

/// <summary>What the internal server's answer, or the lack of one, means for a recipient.</summary>
public abstract record Verdict
{
    public sealed record Known : Verdict;

    /// <summary>A 5yz to the RCPT itself.</summary>
    /// <param name="Answer">Null where it is remembered only.</param>
    public sealed record Unknown(Reply? Answer = null) : Verdict;

    /// <summary>A 4yz to the RCPT itself.</summary>
    public sealed record Later(Reply Answer) : Verdict;

    /// <summary>No answer to go by: down, too slow, nonsense. The log says why.</summary>
    /// <param name="IsOutage">The internal server is at fault, not the question.</param>
    public sealed record Unverified(string Why, bool IsOutage = true) : Verdict;
}
