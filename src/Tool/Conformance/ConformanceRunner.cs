using System.Collections.Concurrent;
using System.Net.Sockets;
using SmtpSim.Playing;

namespace SmtpSim.Conformance;

/// <summary>All results of a run, in the order of the cases.</summary>
/// <param name="Dead">Why the server counts as dead, null where it answered to the end.</param>
public sealed record RunResult(string Target, IReadOnlyList<CaseResult> Cases, TimeSpan Took, string? Dead)
{
    /// <summary>0 fine, 1 unexpected failure, 2 unexpected pass, 3 target unreachable, 4 bad script or no case.</summary>
    public int ExitCode =>
        Dead is not null && Cases.Count == 0 ? 3
        : Cases.Count == 0 || Cases.Any(c => c.Verdict == CaseVerdict.Error) ? 4
        : Dead is not null || Cases.Any(c => c.Verdict == CaseVerdict.Fail) ? 1
        : Cases.Any(c => c.Verdict == CaseVerdict.XPass) ? 2
        : 0;

    public int Count(CaseVerdict verdict) => Cases.Count(c => c.Verdict == verdict);
}

/// <summary>How a run goes.</summary>
/// <param name="AtOnce">How many cases run at a time; most of them wait.</param>
/// <param name="AsksAfterEach">The sanity case runs behind every case, not only behind one that failed.</param>
public sealed record RunTerms(int AtOnce, bool AsksAfterEach = false);

/// <summary>Runs cases side by side. A sanity case runs first, last and after every failure.</summary>
public sealed class ConformanceRunner(ITestBed bed, CaseRunner cases, Deviations deviations, TimeProvider clock)
{
    /// <param name="onResult">Told of each result as it comes, from any thread.</param>
    public async Task<RunResult> RunAsync(
        IReadOnlyList<Scenario> scenarios, RunTerms terms, Action<CaseResult> onResult, CancellationToken cancel)
    {
        var began = clock.GetTimestamp();
        if (scenarios.Count > 0 && await DeadAsync(cancel) is { } dead)
            return new RunResult(bed.Name, [], clock.GetElapsedTime(began), dead);
        var results = new ConcurrentDictionary<Scenario, CaseResult>(ReferenceEqualityComparer.Instance);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = terms.AtOnce, CancellationToken = cancel };
        var health = new Health(DeadAsync);
        await Parallel.ForEachAsync(scenarios, parallel, async (scenario, stop) =>
        {
            var result = results[scenario] = await ResultAsync(scenario, health, terms, stop);
            onResult(result);
        });
        var last = scenarios.Count > 0 ? await DeadAsync(cancel) : null;
        return new RunResult(bed.Name, [.. scenarios.Select(s => results[s])], clock.GetElapsedTime(began), last);
    }

    private async Task<CaseResult> ResultAsync(Scenario scenario, Health health, RunTerms terms, CancellationToken stop)
    {
        // A gateway of our own is another for cases with a configuration of their own.
        if (bed.Lanes is null && await health.MissedAsync(stop) is { } missed)
            return new CaseResult(scenario, CaseVerdict.Skip, missed, [], TimeSpan.Zero);
        var result = deviations.Apply(await cases.RunAsync(scenario, stop));
        var isAsked = terms.AsksAfterEach || result.Verdict == CaseVerdict.Fail;
        return isAsked && await health.GoneBehindAsync(scenario, stop) is { } gone
            ? result with { Verdict = CaseVerdict.Fail, Reason = With(result.Reason, $"and now the server is dead: {gone}") }
            : result;
    }

    private static string With(string reason, string more) => reason.Length > 0 ? $"{reason}; {more}" : more;

    private async Task<string?> DeadAsync(CancellationToken cancel)
    {
        try
        {
            var outcome = await cases.Probe.CheckAsync(await bed.EndPointAsync(cancel), cancel);
            return outcome.End == End.Passed ? null : outcome.Reason;
        }
        catch (SocketException unknown)
        {
            return unknown.Message;
        }
    }
}
