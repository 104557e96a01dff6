using SmtpSim.Conformance;

namespace SmtpSim.Reports;

/// <summary>One case of several runs.</summary>
/// <param name="Verdicts">A run each, in their order; null where it did not have the case.</param>
public sealed record MatrixRow(string Case, IReadOnlyList<CaseVerdict?> Verdicts)
{
    /// <summary>Not all that were judged are judged alike.</summary>
    public bool IsMixed => Verdicts.Where(IsJudged).Distinct().Count() > 1;

    private static bool IsJudged(CaseVerdict? verdict) => verdict is not (null or CaseVerdict.Skip or CaseVerdict.Unsupported);
}

/// <summary>Several runs side by side: who does what.</summary>
/// <param name="Targets">What they are called, each once.</param>
public sealed record Matrix(IReadOnlyList<string> Targets, IReadOnlyList<MatrixRow> Rows)
{
    /// <param name="runs">Each with the file that it was read from.</param>
    public static Matrix Of(IReadOnlyList<(string Path, EarlierRun Run)> runs)
    {
        var verdicts = runs.Select(r => r.Run.Verdicts()).ToList();
        return new Matrix(
            [.. runs.Select(r => IsOnly(r.Run) ? r.Run.Target : $"{r.Run.Target} ({r.Path})")],
            [.. runs.SelectMany(r => r.Run.Cases.Select(c => c.Id)).Distinct()
                .Select(id => new MatrixRow(id, [.. verdicts.Select(v => Find(v, id))]))]);

        bool IsOnly(EarlierRun run) => runs.Count(r => r.Run.Target == run.Target) == 1;
        static CaseVerdict? Find(Dictionary<string, CaseVerdict> run, string id) =>
            run.TryGetValue(id, out var found) ? found : null;
    }

    /// <summary>How many cases of a run ended so.</summary>
    public int Count(int run, CaseVerdict? verdict) => Rows.Count(r => r.Verdicts[run] == verdict);

    /// <summary>Those that occur, in their order; null, for cases that a run did not have, last.</summary>
    public IReadOnlyList<CaseVerdict?> Verdicts =>
    [
        .. Enum.GetValues<CaseVerdict>().Select(v => (CaseVerdict?)v).Append(null)
            .Where(v => Rows.Any(r => r.Verdicts.Contains(v))),
    ];

    /// <summary><c>FAIL</c>; <c>-</c> for a case that was not run.</summary>
    public static string Name(CaseVerdict? verdict) => verdict?.ToString().ToUpperInvariant() ?? "-";
}
