using SmtpSim.Playing;
using SmtpSim.Transcripts;

namespace SmtpSim.Conformance;

/// <summary>What is said of a case in the end.</summary>
public enum CaseVerdict
{
    Pass,

    /// <summary>Allowed, but lenient.</summary>
    Warn,

    Fail,

    /// <summary>The server does not offer in EHLO what the case is about.</summary>
    Unsupported,

    /// <summary>The target's profile lacks a fact; the reason says which.</summary>
    Skip,

    /// <summary>The case itself could not be run.</summary>
    Error,

    /// <summary>A failure that the deviations file expects.</summary>
    XFail,

    /// <summary>A pass where the deviations file expects a failure: the entry is stale.</summary>
    XPass,
}

/// <summary>The result of one case.</summary>
/// <param name="Evidence">What was expected, what came, and all that was said; lines, none where nothing is to be shown.</param>
public sealed record CaseResult(
    Scenario Scenario, CaseVerdict Verdict, string Reason, IReadOnlyList<string> Evidence, TimeSpan Took)
{
    /// <summary>Nothing to look after.</summary>
    public bool IsFine => Verdict is not (CaseVerdict.Fail or CaseVerdict.Error or CaseVerdict.XPass);
}

/// <summary>A step found that the case ends here, and how.</summary>
public sealed class CaseEndedException(CaseVerdict verdict, string reason, Outcome? outcome = null, string script = "")
    : Exception(reason)
{
    /// <summary>A name has no value: the profile's to give, unless it is a slip for one that every case has.</summary>
    public static CaseEndedException Missing(string name) => CaseRun.Own.FirstOrDefault(own => IsSlip(name, own)) is { } meant
        ? new CaseEndedException(CaseVerdict.Error, $"nothing says what '{{{{{name}}}}}' is; did you mean '{meant}'?")
        : new CaseEndedException(CaseVerdict.Skip, $"the target's profile has no fact '{name}'");

    // A letter for another, or two exchanged: from2 is a name of its own.
    private static bool IsSlip(string name, string own) => name.Length == own.Length && Suggestion.Distance(name, own) == 1;

    public CaseVerdict Verdict { get; } = verdict;

    public Outcome? Outcome { get; } = outcome;

    public string Script { get; } = script;
}
