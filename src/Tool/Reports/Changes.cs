using SmtpSim.Conformance;

namespace SmtpSim.Reports;

/// <summary>What became of a case.</summary>
/// <param name="Before">Null where the earlier run did not have it.</param>
public sealed record Change(CaseResult Result, CaseVerdict? Before)
{
    /// <summary><c>PASS → FAIL</c>; <c>new → PASS</c>.</summary>
    public string Step => $"{Name(Before)} → {Name(Result.Verdict)}";

    // A verdict that nobody has said yet.
    private static string Name(CaseVerdict? verdict) => verdict?.ToString().ToUpperInvariant() ?? "new";
}

/// <summary>A run beside an earlier one: which verdicts are others now, those to look after first.</summary>
/// <param name="Than">The file that the earlier run was written to.</param>
/// <param name="New">Cases that the earlier run did not have, and that are fine.</param>
/// <param name="Gone">Cases of the earlier run that this one has not.</param>
public sealed record Changes(string Than, string Target, IReadOnlyList<Change> Cases, int New, int Gone)
{
    public static Changes Between(string path, EarlierRun earlier, RunResult run)
    {
        var before = earlier.Verdicts();
        var now = run.Cases.Select(c => c.Scenario.Id).ToHashSet();
        var changed = run.Cases
            .Select(c => new Change(c, before.TryGetValue(c.Scenario.Id, out var was) ? was : null))
            .Where(c => c.Before != c.Result.Verdict)
            .ToLookup(c => c is { Before: null, Result.IsFine: true });
        return new Changes(
            path,
            earlier.Target,
            [.. changed[false].OrderBy(c => c.Result.IsFine)],
            changed[true].Count(),
            before.Keys.Count(id => !now.Contains(id)));
    }

    /// <summary><c>Against old.json (postfix): 3 cases changed, 1 new one is fine</c>, and how many are gone.</summary>
    public string Summary => $"Against {Than} ({Target}): "
        + (Cases.Count == 1 ? "1 case changed" : $"{Cases.Count} cases changed")
        + Some(New, "new one is fine", "new ones are fine")
        + Some(Gone, "of the earlier run is not in this one", "of the earlier run are not in this one");

    private static string Some(int count, string one, string more) => count switch
    {
        0 => "",
        1 => $", 1 {one}",
        _ => $", {count} {more}",
    };
}
