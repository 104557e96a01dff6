using SmtpSim.Conformance;
using Spectre.Console;

namespace SmtpSim.Reports;

/// <summary>A table of the features, then every case that needs looking after, with its evidence.</summary>
public static class ConsoleReport
{
    private static readonly CaseVerdict[] Columns =
        [CaseVerdict.Pass, CaseVerdict.Warn, CaseVerdict.Fail, CaseVerdict.Unsupported, CaseVerdict.Skip, CaseVerdict.Error];

    public static void Write(IAnsiConsole console, RunResult run, bool verbose, Changes? changes = null)
    {
        if (run.Cases.Count > 0)
            console.Write(Table(run));
        foreach (var result in run.Cases.Where(c => IsShown(c, verbose)))
            WriteCase(console, result);
        // A case that is not put to the server proves nothing of it: that is not to be overlooked.
        foreach (var skipped in run.Cases.Where(c => !verbose && c.Verdict == CaseVerdict.Skip).GroupBy(c => c.Reason))
            console.WriteLine(Plain($"{skipped.Count()} skipped: {skipped.Key}"));
        if (changes is not null)
            WriteChanges(console, changes);
        if (run.Dead is not null)
            console.MarkupLineInterpolated($"[red]{run.Target} does not answer: {run.Dead}[/]");
        console.WriteLine(Summary(run));
    }

    private static bool IsShown(CaseResult result, bool verbose) => verbose
        ? result.Verdict != CaseVerdict.Pass
        : !result.IsFine || result.Verdict == CaseVerdict.Warn;

    /// <summary><c>147 cases against smtpgate in 9.8 s: 140 passed, 2 warned, …</c></summary>
    public static string Summary(RunResult run)
    {
        var counts = Enum.GetValues<CaseVerdict>()
            .Select(v => (Verdict: v, Count: run.Count(v)))
            .Where(c => c.Count > 0)
            .Select(c => $"{c.Count} {Names[c.Verdict]}");
        var result = run.Cases.Count > 0 ? string.Join(", ", counts) : "none was run";
        return FormattableString.Invariant(
            $"{run.Cases.Count} cases against {run.Target} in {run.Took.TotalSeconds:0.0} s: {result}");
    }

    private static readonly Dictionary<CaseVerdict, string> Names = new()
    {
        [CaseVerdict.Pass] = "passed",
        [CaseVerdict.Warn] = "warned",
        [CaseVerdict.Fail] = "failed",
        [CaseVerdict.Unsupported] = "unsupported",
        [CaseVerdict.Skip] = "skipped",
        [CaseVerdict.Error] = "in error",
        [CaseVerdict.XFail] = "failed as expected",
        [CaseVerdict.XPass] = "passed unexpectedly",
    };

    private static Table Table(RunResult run)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn("Feature");
        var shown = Columns.Where(v => v == CaseVerdict.Pass || run.Count(v) > 0).ToList();
        foreach (var verdict in shown)
            table.AddColumn(new TableColumn(Heading(verdict)).RightAligned());
        table.AddColumn(new TableColumn("Took").RightAligned());
        foreach (var feature in run.Cases.GroupBy(c => c.Scenario.File))
        {
            var slowest = feature.Max(c => c.Took);
            table.AddRow([
                Markup.Escape(Path.ChangeExtension(feature.Key, null)),
                .. shown.Select(v => Cell(v, feature.Count(c => c.Verdict == v))),
                FormattableString.Invariant($"{slowest.TotalSeconds:0.00} s"),
            ]);
        }
        return table;
    }

    // Short enough for a terminal of 80 columns.
    private static string Heading(CaseVerdict verdict) => verdict == CaseVerdict.Unsupported ? "Lacks" : verdict.ToString();

    private static string Cell(CaseVerdict verdict, int count) => count == 0 ? "" : verdict switch
    {
        CaseVerdict.Pass => $"[green]{count}[/]",
        CaseVerdict.Warn => $"[yellow]{count}[/]",
        CaseVerdict.Fail or CaseVerdict.Error => $"[red]{count}[/]",
        _ => $"{count}",
    };

    private static void WriteCase(IAnsiConsole console, CaseResult result)
    {
        var colour = result.IsFine ? "yellow" : "red";
        console.MarkupLine($"[{colour}]{result.Verdict.ToString().ToUpperInvariant()}[/] {Markup.Escape(result.Scenario.Id)}");
        console.WriteLine($"  {result.Scenario.Place} {string.Join(' ', result.Scenario.Tags)}");
        if (!result.IsFine && result.Scenario.Requirement.Length > 0)
            console.WriteLine(Plain($"  {result.Scenario.Requirement.ReplaceLineEndings(" ")}"));
        console.WriteLine(Plain($"  {result.Reason}"));
        foreach (var line in result.Evidence)
            console.WriteLine(Plain($"    {line}"));
        console.WriteLine();
    }

    private static void WriteChanges(IAnsiConsole console, Changes changes)
    {
        console.WriteLine(Plain($"{changes.Summary}{(changes.Cases.Count > 0 ? ":" : "")}"));
        foreach (var change in changes.Cases)
            console.WriteLine(Plain($"  {change.Step}  {change.Result.Scenario.Id}"));
    }

    // What steers a terminal, and what is no character: what counts the columns knows no width for it.
    private static string Plain(string line) => line.Any(IsStrange)
        ? string.Concat(line.Select(c => IsStrange(c) ? $"\\u{(int)c:x4}" : $"{c}"))
        : line;

    private static bool IsStrange(char c) => (char.IsControl(c) && c is not ('\n' or '\t')) || c >= '\uFFFE';
}
