using System.Net;
using SmtpSim.Conformance;

namespace SmtpSim.Reports;

/// <summary>
/// The run in the Markdown of pull requests: what came of it, what changed, and each failure with its evidence.
/// </summary>
public static class MarkdownReport
{
    private const string Marks = @"\`*_[]<>#|~&";

    // A comment of 65,536 characters is the longest that GitHub takes.
    private const int MostCharacters = 60_000;

    public static void Write(string path, RunResult run, Changes? changes) => File.WriteAllText(path, Build(run, changes));

    public static string Build(RunResult run, Changes? changes)
    {
        List<string> parts = [$"## smtpsim check\n\n{Code(ConsoleReport.Summary(run))}\n", .. Dead(run), .. Changed(changes)];
        var looked = run.Cases.Where(c => !c.IsFine).Select(Failure).ToList();
        var length = parts.Sum(p => p.Length);
        var shown = looked.TakeWhile(f => (length += f.Length) <= MostCharacters).Count();
        parts.AddRange(looked.Take(shown));
        if (shown < looked.Count)
            parts.Add($"{looked.Count - shown} more have no room here.\n");
        return string.Join('\n', parts);
    }

    private static IEnumerable<string> Dead(RunResult run) =>
        run.Dead is { } dead ? [$"**{Code(run.Target)} does not answer: {Code(dead)}**\n"] : [];

    // So many at most: a run with another gateway may change them all.
    private const int MostChanges = 100;

    private static IEnumerable<string> Changed(Changes? changes)
    {
        if (changes is null)
            yield break;
        yield return $"{Code(changes.Summary)}.\n";
        if (changes.Cases.Count == 0)
            yield break;
        var rows = changes.Cases.Take(MostChanges)
            .Select(c => $"| {c.Step} | {Code(c.Result.Scenario.Id)} | {Code(c.Result.Reason)} |\n");
        var more = changes.Cases.Count - MostChanges;
        yield return $"| | case | why |\n|---|---|---|\n{string.Concat(rows)}{(more > 0 ? $"\n{more} more.\n" : "")}";
    }

    private static string Failure(CaseResult result) =>
        $"<details><summary><b>{result.Verdict.ToString().ToUpperInvariant()}</b> {Code(result.Scenario.Id)}: "
        + $"{Code(result.Reason)}</summary>\n\n{Evidence(result)}</details>\n";

    private static string Evidence(CaseResult result) => result.Evidence.Count == 0 ? ""
        : $"<pre>\n{WebUtility.HtmlEncode(string.Join('\n', result.Evidence.Select(Printable.Line)))}\n</pre>\n\n";

    // What was said may be anything: no character of it is a mark, and in code no word names somebody (`@name`).
    private static string Code(string text) =>
        $"<code>{string.Concat(Printable.Line(text).Select(c => Marks.Contains(c) ? $"&#{(int)c};" : $"{c}"))}</code>";
}
