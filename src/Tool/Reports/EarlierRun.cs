using System.Text.Json;
using System.Text.Json.Serialization;
using SmtpSim.Conformance;
using SmtpSim.Transcripts;

namespace SmtpSim.Reports;

/// <summary>A run as it was written with <c>--json</c>.</summary>
public sealed record EarlierRun(
    [property: JsonRequired] string Target, [property: JsonRequired] IReadOnlyList<EarlierCase> Cases)
{
    private static readonly JsonSerializerOptions Lenient = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter<CaseVerdict>() },
    };

    /// <summary>By the names of the cases.</summary>
    public Dictionary<string, CaseVerdict> Verdicts() =>
        Cases.GroupBy(c => c.Id).ToDictionary(g => g.Key, g => g.First().Verdict);

    /// <exception cref="UnusableFileException">The file is missing, or no such report.</exception>
    public static EarlierRun Load(string path)
    {
        var run = JsonFile.Read<EarlierRun>(path, Lenient);
        return run is { Target: not null, Cases: not null } && run.Cases.All(c => c is { Id: not null })
            ? run
            : throw new UnusableFileException(
                path, 0, 0, "this is no report of 'smtpsim check --json': a target or a case is null");
    }
}

/// <summary>A case of it, by the name that deviations know it by, too.</summary>
public sealed record EarlierCase([property: JsonRequired] string Id, [property: JsonRequired] CaseVerdict Verdict);
