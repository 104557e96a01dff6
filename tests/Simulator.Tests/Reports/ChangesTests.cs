using SmtpSim.Conformance;
using SmtpSim.Reports;
using SmtpSim.Transcripts;

namespace SmtpSim.Tests.Reports;

public sealed class ChangesTests
{
    [Fact]
    public void A_run_has_not_changed_beside_itself()
    {
        var changes = Written(Results.Mixed(), Results.Mixed());
        Assert.Empty(changes.Cases);
        Assert.Equal("Against run.json (a target): 0 cases changed", changes.Summary);
    }

    [Fact]
    public void What_got_worse_comes_first_and_what_is_new_or_gone_is_told()
    {
        var changes = Written(
            Results.Run(Named("mended", CaseVerdict.Fail), Named("broken", CaseVerdict.Pass), Named("same", CaseVerdict.Warn),
                Named("gone", CaseVerdict.Pass)),
            Results.Run(Named("mended", CaseVerdict.Pass), Named("broken", CaseVerdict.Fail), Named("same", CaseVerdict.Warn),
                Named("new", CaseVerdict.XPass), Named("new, too", CaseVerdict.Skip)));
        Assert.Equal(
            [("broken", "PASS → FAIL"), ("new", "new → XPASS"), ("mended", "FAIL → PASS")],
            changes.Cases.Select(c => (c.Result.Scenario.Name, c.Step)));
        Assert.Equal(
            "Against run.json (a target): 3 cases changed, 1 new one is fine, 1 of the earlier run is not in this one",
            changes.Summary);
    }

    [Theory]
    [InlineData("[]", "the file must be one JSON object")]
    [InlineData("{}", "a key is missing")]
    [InlineData("""{ "target": "t" }""", "a key is missing: 'cases'")]
    [InlineData("""{ "target": "t", "cases": [null] }""", "no report of 'smtpsim check --json'")]
    [InlineData("""{ "target": null, "cases": [] }""", "no report of 'smtpsim check --json'")]
    [InlineData("""{ "target": "t", "cases": [{ "id": "x", "verdict": "GREAT" }] }""", "cases[0].verdict")]
    [InlineData("not JSON", "invalid")]
    public void What_is_no_report_is_told(string text, string said)
    {
        using var folder = new TemporaryFolder();
        folder.Write("run.json", text);
        var wrong = Assert.Throws<UnusableFileException>(() => EarlierRun.Load(folder.Path("run.json")));
        Assert.Contains(said, wrong.Message, StringComparison.Ordinal);
    }

    private static CaseResult Named(string name, CaseVerdict verdict) => Results.Of(verdict, name);

    private static Changes Written(RunResult before, RunResult now)
    {
        using var folder = new TemporaryFolder();
        JsonReport.Write(folder.Path("run.json"), before);
        return Changes.Between("run.json", EarlierRun.Load(folder.Path("run.json")), now);
    }
}
