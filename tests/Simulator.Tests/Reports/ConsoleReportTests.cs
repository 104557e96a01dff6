using SmtpSim.Conformance;
using SmtpSim.Reports;
using Spectre.Console;

namespace SmtpSim.Tests.Reports;

public sealed class ConsoleReportTests
{
    [Fact]
    public void The_summary_counts_what_there_is() => Assert.Equal(
        "9 cases against a target in 2.5 s: 1 passed, 1 warned, 2 failed, 1 unsupported, 1 skipped, 1 in error, "
            + "1 failed as expected, 1 passed unexpectedly",
        ConsoleReport.Summary(Results.Mixed()));

    [Theory]
    [InlineData(false, "WARN|FAIL|ERROR|XPASS|FAIL")]
    [InlineData(true, "WARN|FAIL|UNSUPPORTED|SKIP|ERROR|XFAIL|XPASS|FAIL")]
    public void Cases_that_need_looking_after_are_shown(bool verbose, string shown)
    {
        var heads = Written(Results.Mixed(), verbose).Split('\n')
            .Where(l => l.Contains(" f/a.feature › ", StringComparison.Ordinal));
        Assert.Equal(shown.Split('|'), heads.Select(h => h.Split(' ')[0]));
    }

    [Fact]
    public void A_failed_case_is_shown_with_its_place_and_evidence()
    {
        var text = Written(Results.Run(Results.Of(CaseVerdict.Fail, "[red]x[/] ]", "[because]", "250 [ok] \\r\\n")), false);
        foreach (var part in (string[])
            ["FAIL f/a.feature › [red]x[/] ]\n", "specs/f/a.feature:7 @t1 @RFC5321\n", "  [because]\n", "    250 [ok] \\r\\n\n"])
            Assert.Contains(part, text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failed_case_says_what_is_asked_for()
    {
        var failed = Results.Of(CaseVerdict.Fail);
        var text = Written(Results.Run(failed with { Scenario = failed.Scenario with { Requirement = "one\ntwo" } }), false);
        Assert.Contains("@t1 @RFC5321\n  one two\n  why\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_changed_stands_above_the_last_line()
    {
        var run = Results.Run(Results.Of(CaseVerdict.Warn, "x"));
        var earlier = new EarlierRun("t", [new("f/a.feature › x", CaseVerdict.Pass)]);
        var text = Written(run, false, Changes.Between("old.json", earlier, run));
        Assert.EndsWith(
            "Against old.json (t): 1 case changed:\n  PASS → WARN  f/a.feature › x\n" + ConsoleReport.Summary(run) + "\n",
            text,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Why_cases_were_skipped_is_told_once()
    {
        const string Why = "no fact 'a'";
        var run = Results.Run(
            Results.Of(CaseVerdict.Skip, "x", Why), Results.Of(CaseVerdict.Skip, "y", Why), Results.Of(CaseVerdict.Pass));
        Assert.Contains("2 skipped: no fact 'a'\n", Written(run, false), StringComparison.Ordinal);
    }

    // What counts the columns of a terminal knows no width for these, and ends the run.
    [Fact]
    public void What_is_no_character_is_written_as_an_escape()
    {
        var text = Written(Results.Run(Results.Of(CaseVerdict.Fail, "x", "not a\uFFFF", "a\uFFFEb", "\u001b[1m")), false);
        foreach (var part in (string[])["  not a\\uffff\n", "    a\\ufffeb\n", "    \\u001b[1m\n"])
            Assert.Contains(part, text, StringComparison.Ordinal);
    }

    [Fact]
    public void Features_are_a_table_of_their_verdicts()
    {
        var text = Written(Results.Run(CaseVerdict.Pass, CaseVerdict.Pass, CaseVerdict.Fail), false);
        var row = text.Split('\n').Single(l => l.TrimStart(' ', '│').StartsWith("f/a ", StringComparison.Ordinal));
        Assert.Equal(["f/a", "2", "1", "1.25", "s"], row.Split([' ', '│'], StringSplitOptions.RemoveEmptyEntries));
        Assert.DoesNotContain("Unsupported", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_dead_server_is_told() => Assert.Contains(
        "a target does not answer: [gone]\n",
        Written(Results.Run(CaseVerdict.Pass) with { Dead = "[gone]" }, false),
        StringComparison.Ordinal);

    private static string Written(RunResult run, bool verbose, Changes? changes = null)
    {
        using var text = new StringWriter { NewLine = "\n" };
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Out = new AnsiConsoleOutput(text),
        });
        console.Profile.Width = 240;
        ConsoleReport.Write(console, run, verbose, changes);
        return text.ToString().Replace("\r\n", "\n", StringComparison.Ordinal);
    }
}
