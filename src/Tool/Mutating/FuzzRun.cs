using System.Globalization;
using SmtpSim.Playing;

namespace SmtpSim.Mutating;

/// <summary>How long mutation goes on.</summary>
/// <param name="First">The number of the first mutant, counted from 1.</param>
/// <param name="Count">How many mutants; null: no limit.</param>
/// <param name="Time">How long; null: no limit.</param>
/// <param name="MostFinds">So many finds end it.</param>
public sealed record FuzzPlan(int Seed, long First, long? Count, TimeSpan? Time, int MostFinds);

/// <summary>A misdeed, as small as it could be made.</summary>
public sealed record Find(long Number, Finding Finding, Speech Speech, string Transcript);

/// <summary>What a run came to.</summary>
public sealed record FuzzResult(long Tried, IReadOnlyList<Find> Finds);

/// <summary>Says mutants to a target, and makes those small at which it misbehaves.</summary>
/// <param name="nextHop">Where the target passes accepted mail on to, null where nobody looks.</param>
public sealed class FuzzRun(TrialTerms terms, MailStore? nextHop)
{
    private const int MostTrialsToMinimise = 2000;

    // Each of which takes as long as a reply may.
    private const int MostWaitsToMinimise = 60;

    /// <param name="found">Told of each find that is not like one before.</param>
    /// <param name="progress">Told after each mutant how many were tried.</param>
    public async Task<FuzzResult> RunAsync(
        Mutator mutator, FuzzPlan plan, Action<Find> found, Action<long> progress, CancellationToken stop)
    {
        var (finds, known) = (new List<Find>(), new List<Finding>());
        var began = terms.Clock.GetTimestamp();
        var number = plan.First;
        for (; Goes(number, began) && finds.Count < plan.MostFinds && !stop.IsCancellationRequested; number++)
        {
            var mutant = mutator.Make(number);
            if (await TryAsync(mutant.Speech, stop) is var (finding, _) && IsNew(finding))
            {
                var find = await SmallAsync(mutant, finding, number, plan.Seed, stop);
                // Large it may look like another than small.
                if (IsNew(find.Finding))
                {
                    finds.Add(find);
                    found(find);
                }
                known.AddRange([finding, find.Finding]);
            }
            progress(number - plan.First + 1);
            if (known.Any(f => f.Misdeed == Misdeed.Crash))
                break;
        }
        return new FuzzResult(number - plan.First, finds);

        bool IsNew(Finding finding) => known.All(f => !IsLike(f, finding));

        bool Goes(long next, long since) => !(next - plan.First >= plan.Count)
            && !(terms.Clock.GetElapsedTime(since) >= plan.Time);
    }

    /// <summary>Null where the target behaved.</summary>
    public async Task<(Finding Finding, IReadOnlyList<Turn> Turns)?> TryAsync(Speech speech, CancellationToken cancel)
    {
        var before = nextHop?.Received ?? 0;
        using var trial = new Trial(terms);
        var finding = await RunAsync(trial, speech, cancel);
        // A connection that ends without a word may be a process that ended.
        if (finding?.Misdeed == Misdeed.Dropped && !await Trial.IsHealthyAsync(terms, cancel))
            finding = finding with { Misdeed = Misdeed.Crash };
        finding ??= await MiscountAsync(trial.Accepted, before, cancel);
        return finding is null ? null : (finding, trial.Turns);
    }

    private static async Task<Finding?> RunAsync(Trial trial, Speech speech, CancellationToken cancel)
    {
        try
        {
            return await trial.RunAsync(speech, cancel);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    // The next hop may be told a moment later; one too many is seen at the next trial at the latest.
    private async Task<Finding?> MiscountAsync(int accepted, long before, CancellationToken cancel)
    {
        if (nextHop is null)
            return null;
        var came = accepted == 0
            ? nextHop.Received
            : await nextHop.CountAsync(new MailCount((int)before + accepted, terms.Within, null), cancel);
        return came - before == accepted
            ? null
            : new Finding(Misdeed.MessageCount, $"{accepted} messages were accepted and {came - before} passed on");
    }

    private async Task<Find> SmallAsync(Mutant mutant, Finding finding, long number, int seed, CancellationToken stop)
    {
        var minimiser = new Minimiser(
            async speech => await TryAsync(speech, stop) is var (again, _) && again.Misdeed == finding.Misdeed,
            finding.Misdeed switch
            {
                Misdeed.Crash => 0,
                Misdeed.Hang or Misdeed.StaysOpen => MostWaitsToMinimise,
                _ => MostTrialsToMinimise,
            });
        var small = await minimiser.MinimiseAsync(mutant.Speech);
        var (told, turns) = finding.Misdeed == Misdeed.Crash
            ? (finding, mutant.Speech.Writes.Select(w => new Turn(w, [])).ToList())
            : await TryAsync(small, stop) ?? (finding, []);
        var how = string.Create(
            CultureInfo.InvariantCulture, $"seed {seed}, mutant {number} of {mutant.From}: {string.Join(", ", mutant.Changes)}");
        return new Find(number, told, small, FindTranscript.Write(told, turns, how));
    }

    // The same misdeed behind the same kind of command is one fault, until that is mended.
    private static bool IsLike(Finding one, Finding other) => one.Misdeed == other.Misdeed && Kind(one.Text) == Kind(other.Text);

    private static (string Before, string Word) Kind(string text)
    {
        var parts = text.Split('\'');
        return (parts[0], string.Concat(parts.ElementAtOrDefault(1)?.TakeWhile(char.IsLetter) ?? []));
    }
}
