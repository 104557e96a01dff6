using SmtpSim.Transcripts;
using SmtpSim.Wire;

namespace SmtpSim.Playing;

/// <summary>Which side of the transcript is played.</summary>
public enum Role
{
    Client,
    Server,
}

/// <summary>How a script ended.</summary>
public enum End
{
    /// <summary>Every line was played, or an alternative ruled <c>pass</c>.</summary>
    Passed,

    /// <summary>An alternative ruled <c>warn</c>: allowed, but lenient.</summary>
    Warned,

    /// <summary>Something else came than was expected, or an alternative ruled <c>fail</c>.</summary>
    Failed,

    /// <summary>A value the script inserts is not known.</summary>
    Missing,

    /// <summary>The other side could not be reached.</summary>
    Unreachable,

    /// <summary>Cancelled from outside before its last line; nothing was wrong so far.</summary>
    Unfinished,
}

/// <summary>Where a script and what really happened part.</summary>
/// <param name="Expected">The script's line, with its values filled in.</param>
/// <param name="Heard">The octets that came, readable; or what happened instead of octets.</param>
public sealed record Mismatch(Step Step, string Connection, string Expected, string Heard, string Why, TimeSpan At);

/// <summary>The result of playing one script once.</summary>
public sealed record Outcome(End End, string Reason, Mismatch? Mismatch, SessionLog Log)
{
    public bool IsGood => End is End.Passed or End.Warned;

    /// <summary>Those of the log that were this script's; none: all of them.</summary>
    public IReadOnlyList<string> Connections { get; init; } = [];
}
