using System.Text.Encodings.Web;
using System.Text.Json;
using SmtpSim.Conformance;

namespace SmtpSim.Reports;

/// <summary>The run as TAP: a test point a case; what is not to be passed yet is TODO, what was not tried SKIP.</summary>
public static class TapReport
{
    // A JSON string is one of YAML, too.
    private static readonly JsonSerializerOptions Yaml = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(string path, RunResult run) =>
        File.WriteAllText(path, string.Concat(Lines(run).Select(l => l + "\n")));

    public static IEnumerable<string> Lines(RunResult run) =>
    [
        // Readers of version 14 read this, too, and Perl's own reads no later one.
        "TAP version 13",
        run.Cases.Count > 0 ? $"1..{run.Cases.Count}" : "1..0 # SKIP no case was run",
        .. run.Cases.SelectMany((c, i) => Point(c, i + 1)),
        .. run.Dead is { } dead ? [$"Bail out! {Printable.Line($"{run.Target} does not answer: {dead}")}"] : (string[])[],
    ];

    private static IEnumerable<string> Point(CaseResult result, int number)
    {
        var isOk = result.IsFine && result.Verdict != CaseVerdict.XFail;
        yield return $"{(isOk ? "ok" : "not ok")} {number} - {Escaped(result.Scenario.Id)}{Directive(result)}";
        if (result.Verdict is CaseVerdict.Pass or CaseVerdict.Skip or CaseVerdict.Unsupported or CaseVerdict.XFail)
            yield break;
        yield return "  ---";
        yield return $"  severity: {result.Verdict.ToString().ToLowerInvariant()}";
        yield return $"  message: {Quoted(result.Reason)}";
        yield return $"  at: {Quoted(result.Scenario.Place)}";
        if (result.Evidence.Count > 0)
            yield return "  evidence: |";
        // The first line says how far all are indented.
        foreach (var (line, i) in result.Evidence.Select((l, i) => (Printable.Line(l), i)))
            yield return $"    {(i == 0 ? line.TrimStart() : line)}";
        yield return "  ...";
    }

    private static string Directive(CaseResult result) => result.Verdict switch
    {
        CaseVerdict.Skip or CaseVerdict.Unsupported => $" # SKIP {Printable.Line(result.Reason)}",
        CaseVerdict.XFail => $" # TODO {Printable.Line(result.Reason)}",
        _ => "",
    };

    // A number sign would begin a directive.
    private static string Escaped(string name) =>
        Printable.Line(name).Replace(@"\", @"\\", StringComparison.Ordinal).Replace("#", @"\#", StringComparison.Ordinal);

    private static string Quoted(string text) => JsonSerializer.Serialize(text, Yaml);
}
