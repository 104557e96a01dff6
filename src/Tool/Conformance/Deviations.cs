using System.Text.Json;
using System.Text.Json.Serialization;

namespace SmtpSim.Conformance;

/// <summary>A failure that is known and explained.</summary>
/// <param name="Case">The case's id: <c>rfc5321/4.1.1.4-data.feature › LF.LF does not end the message</c>.</param>
/// <param name="Reason">Why it is so; mandatory, or nobody will know in a year.</param>
public sealed record Deviation([property: JsonRequired] string Case, [property: JsonRequired] string Reason);

/// <summary>The known failures of one target: expected ones do not fail the run, unexpected passes do.</summary>
public sealed class Deviations(IReadOnlyList<Deviation> entries)
{
    public static readonly Deviations None = new([]);

    private static readonly JsonSerializerOptions Strict = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <exception cref="Transcripts.UnusableFileException">The file is missing or wrong.</exception>
    public static Deviations Load(string path) => new(JsonFile.Read<List<Deviation>>(path, Strict));

    /// <summary>The result with what is known of its case taken into account.</summary>
    public CaseResult Apply(CaseResult result)
    {
        var known = entries.FirstOrDefault(d => d.Case == result.Scenario.Id);
        return (known, result.Verdict) switch
        {
            (null, _) => result,
            (_, CaseVerdict.Fail) => result with { Verdict = CaseVerdict.XFail, Reason = known.Reason },
            (_, CaseVerdict.Pass or CaseVerdict.Warn) => result with
            {
                Verdict = CaseVerdict.XPass,
                Reason = $"it passes, so the deviation is stale: {known.Reason}",
            },
            _ => result,
        };
    }

    /// <summary>Entries whose case does not exist.</summary>
    public IEnumerable<Deviation> Unknown(IEnumerable<Scenario> scenarios)
    {
        var ids = scenarios.Select(s => s.Id).ToHashSet();
        return entries.Where(d => !ids.Contains(d.Case));
    }
}
