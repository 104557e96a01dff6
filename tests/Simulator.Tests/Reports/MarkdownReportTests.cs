using SmtpSim.Conformance;
using SmtpSim.Reports;

namespace SmtpSim.Tests.Reports;

public sealed class MarkdownReportTests
{
    [Fact]
    public void What_failed_is_told_with_its_evidence_and_nothing_else_is()
    {
        var run = Results.Run(
            Results.Of(CaseVerdict.Pass, "fine"), Results.Of(CaseVerdict.Fail, "bad", "why", "a <b>", "", "c"));
        var text = MarkdownReport.Build(run, null);
        Assert.Contains("2 cases against a target in 2.5 s: 1 passed, 1 failed", text, StringComparison.Ordinal);
        Assert.Contains("<b>FAIL</b> <code>f/a.feature › bad</code>: <code>why</code>", text, StringComparison.Ordinal);
        Assert.Contains("<pre>\na &lt;b&gt;\n\nc\n</pre>", text, StringComparison.Ordinal);
        Assert.DoesNotContain("fine", text, StringComparison.Ordinal);
    }

    // In code no word names anybody, and nothing is a mark of Markdown's or HTML's.
    [Fact]
    public void What_was_said_is_no_Markdown() => Assert.Contains(
        ": <code>&#60;b&#62; &#38; &#96; &#42; &#124; &#91;x&#93; @somebody  y</code>",
        MarkdownReport.Build(Results.Run(Results.Of(CaseVerdict.Fail, "n", "<b> & ` * | [x] @somebody \ny")), null),
        StringComparison.Ordinal);

    [Fact]
    public void What_changed_stands_in_a_table()
    {
        var run = Results.Run(Results.Of(CaseVerdict.Fail, "n", "why"));
        var text = MarkdownReport.Build(run, Changes.Between("old.json", new EarlierRun("t", []), run));
        Assert.Contains(
            "| | case | why |\n|---|---|---|\n| new → FAIL | <code>f/a.feature › n</code> | <code>why</code> |\n",
            text,
            StringComparison.Ordinal);
    }

    [Fact]
    public void It_has_room_in_a_comment_and_says_what_has_none()
    {
        var run = Results.Run([.. Enumerable.Range(0, 500)
            .Select(i => Results.Of(CaseVerdict.Fail, $"n{i}", "why", new string('x', 1000)))]);
        var text = MarkdownReport.Build(run, Changes.Between("old.json", new EarlierRun("t", []), run));
        Assert.InRange(text.Length, 40_000, 65_536);
        Assert.Contains("\n400 more.\n", text, StringComparison.Ordinal);
        Assert.Matches("4\\d\\d more have no room here", text);
    }

    [Fact]
    public void A_dead_server_is_told() => Assert.Contains(
        "**<code>a target</code> does not answer: <code>gone</code>**",
        MarkdownReport.Build(Results.Run(Array.Empty<CaseResult>()) with { Dead = "gone" }, null),
        StringComparison.Ordinal);
}
