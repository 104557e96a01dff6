using System.Text.Encodings.Web;
using System.Text.Json;
using SmtpSim.Conformance;

namespace SmtpSim.Reports;

/// <summary>The run as JSON, for programs: one object, its cases in order.</summary>
public static class JsonReport
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static void Write(string path, RunResult run) => File.WriteAllText(path, Build(run) + "\n");

    public static string Build(RunResult run) => JsonSerializer.Serialize(
        new
        {
            run.Target,
            run.ExitCode,
            Seconds = Math.Round(run.Took.TotalSeconds, 3),
            run.Dead,
            Counts = Enum.GetValues<CaseVerdict>().ToDictionary(Name, run.Count),
            Cases = run.Cases.Select(c => new
            {
                c.Scenario.Id,
                c.Scenario.File,
                c.Scenario.Feature,
                c.Scenario.Name,
                c.Scenario.Line,
                c.Scenario.Tags,
                Verdict = Name(c.Verdict),
                c.Reason,
                c.Evidence,
                Seconds = Math.Round(c.Took.TotalSeconds, 3),
            }),
        },
        Readable);

    private static string Name(CaseVerdict verdict) => verdict.ToString().ToUpperInvariant();
}
