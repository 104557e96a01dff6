using SmtpSim.Conformance;

namespace SmtpSim.Tests.Reports;

/// <summary>Results of cases that never ran.</summary>
internal static class Results
{
    public static CaseResult Of(
        CaseVerdict verdict, string name = "a case", string reason = "why", params string[] evidence) => new(
        new Scenario("f/a.feature", "A feature", name, Path.GetFullPath("specs/f"), 7, ["@t1", "@RFC5321"], []),
        verdict,
        reason,
        evidence,
        TimeSpan.FromMilliseconds(1250));

    public static RunResult Run(params CaseVerdict[] verdicts) => Run([.. verdicts.Select(v => Of(v, $"case {v}"))]);

    public static RunResult Run(params CaseResult[] cases) => new("a target", cases, TimeSpan.FromSeconds(2.5), null);

    /// <summary>One of every verdict, and one more that fails.</summary>
    public static RunResult Mixed() => Run([.. Enum.GetValues<CaseVerdict>(), CaseVerdict.Fail]);
}
