using SmtpSim.Conformance;
using SmtpSim.Reports;

namespace SmtpSim.Tests.Reports;

public sealed class TapReportTests
{
    [Theory]
    [InlineData(CaseVerdict.Pass, "ok 1 - f/a.feature › n")]
    [InlineData(CaseVerdict.Warn, "ok 1 - f/a.feature › n")]
    [InlineData(CaseVerdict.Fail, "not ok 1 - f/a.feature › n")]
    [InlineData(CaseVerdict.Error, "not ok 1 - f/a.feature › n")]
    [InlineData(CaseVerdict.XPass, "not ok 1 - f/a.feature › n")]
    [InlineData(CaseVerdict.Skip, "ok 1 - f/a.feature › n # SKIP why")]
    [InlineData(CaseVerdict.Unsupported, "ok 1 - f/a.feature › n # SKIP why")]
    [InlineData(CaseVerdict.XFail, "not ok 1 - f/a.feature › n # TODO why")]
    public void Each_verdict_is_a_test_point(CaseVerdict verdict, string line) =>
        Assert.Equal(["TAP version 13", "1..1", line], Lines(Results.Of(verdict, "n", "why")).Take(3));

    [Fact]
    public void What_is_to_be_looked_after_has_its_evidence() => Assert.Equal(
        [
            "  ---", "  severity: fail", "  message: \"a \\\"reason\\\"\"",
            $"  at: \"{Results.Of(CaseVerdict.Fail).Scenario.Place}\"",
            "  evidence: |", "    first", "      second", "    ", "  ...",
        ],
        Lines(Results.Of(CaseVerdict.Fail, "n", "a \"reason\"", "  first", "  second", "")).Skip(3));

    [Fact]
    public void A_name_is_no_directive_and_no_second_line() => Assert.Equal(
        "ok 1 - f/a.feature › \\# TODO \\\\ x y",
        Lines(Results.Of(CaseVerdict.Pass, "# TODO \\ x\ny")).ElementAt(2));

    [Fact]
    public void A_run_of_nothing_says_so_and_a_dead_server_ends_it()
    {
        var run = Results.Run(Array.Empty<CaseResult>()) with { Dead = "gone\nfor good" };
        Assert.Equal(
            ["TAP version 13", "1..0 # SKIP no case was run", "Bail out! a target does not answer: gone for good"],
            TapReport.Lines(run));
    }

    private static IEnumerable<string> Lines(CaseResult result) => TapReport.Lines(Results.Run(result));
}
