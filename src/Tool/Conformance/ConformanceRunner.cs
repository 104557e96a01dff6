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

/// <summary>Runs cases side by side. A sanity case runs first, last and after every failure.</summary>
public sealed class ConformanceRunner(ITestBed bed, CaseRunner cases, Deviations deviations, TimeProvider clock)
{
    /// <param name="atOnce">How many cases run at a time; most of them wait.</param>
    /// <param name="onResult">Told of each result as it comes, from any thread.</param>
    public async Task<RunResult> RunAsync(
        IReadOnlyList<Scenario> scenarios, int atOnce, Action<CaseResult> onResult, CancellationToken cancel)
    {
        var began = clock.GetTimestamp();
        if (scenarios.Count > 0 && await DeadAsync(cancel) is { } dead)
            return new RunResult(bed.Name, [], clock.GetElapsedTime(began), dead);
        var results = new ConcurrentDictionary<Scenario, CaseResult>(ReferenceEqualityComparer.Instance);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = cancel };
        await Parallel.ForEachAsync(scenarios, parallel, async (scenario, stop) =>
        {
            var result = deviations.Apply(await cases.RunAsync(scenario, stop));
            if (result.Verdict == CaseVerdict.Fail && await DeadAsync(stop) is { } gone)
                result = result with { Reason = $"{result.Reason}; and now the server is dead: {gone}" };
            results[scenario] = result;
            onResult(result);
        });
        var last = scenarios.Count > 0 ? await DeadAsync(cancel) : null;
        return new RunResult(bed.Name, [.. scenarios.Select(s => results[s])], clock.GetElapsedTime(began), last);
    }

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
