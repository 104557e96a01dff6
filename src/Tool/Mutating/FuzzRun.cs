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
/// <param name="revive">Starts the target again where it has ended; null where nobody can.</param>
public sealed class FuzzRun(TrialTerms terms, MailStore? nextHop, Func<CancellationToken, Task>? revive = null)
{
    private const int MostTrialsToMinimise = 2000;

    private const int MostShown = 40;

    // Of those that take as long as a reply may. A target is not started again more often, either.
    private const int MostWaitsToMinimise = 60;

    private readonly TrialTerms _hasty = terms with { Settle = TimeSpan.Zero };
    private readonly Deliveries? _deliveries = nextHop is null ? null : new Deliveries(nextHop, terms.Within);

    /// <param name="found">Told of each find that is not like one before.</param>
    /// <param name="progress">Told after each mutant how many were tried.</param>
    public async Task<FuzzResult> RunAsync(
        Mutator mutator, FuzzPlan plan, Action<Find> found, Action<long> progress, CancellationToken stop)
    {
        var ledger = new Ledger { CanGoOn = revive is not null };
        var began = terms.Clock.GetTimestamp();
        var number = plan.First;
        Tried? before = null;
        for (; Goes(number) && ledger.Goes(plan); progress(number - plan.First))
        {
            var tried = new Tried(mutator.Make(number), number++);
            if (await TryAsync(tried.Mutant.Speech, stop) is not var (finding, turns))
            {
                before = tried;
                continue;
            }
            await ReviveAsync(finding, stop);
            if (ledger.IsNew(finding))
            {
                // Who finds nobody there has not driven them away: the one before has.
                var guilty = FoundNobody(finding, turns) ? before ?? tried : tried;
                var find = await SmallAsync(guilty, finding, turns, plan.Seed, stop);
                if (ledger.Keep(finding, find))
                    found(find);
            }
            before = tried;
        }
        return new FuzzResult(number - plan.First, ledger.Finds);

        bool Goes(long next) => !stop.IsCancellationRequested && !(next - plan.First >= plan.Count)
            && !(terms.Clock.GetElapsedTime(began) >= plan.Time);
    }

    private Task ReviveAsync(Finding finding, CancellationToken stop) =>
        finding.Misdeed == Misdeed.Crash && revive is not null ? revive(stop) : Task.CompletedTask;

    private static bool FoundNobody(Finding finding, IReadOnlyList<Turn> turns) =>
        finding.Misdeed == Misdeed.Crash && turns.Count == 1;

    /// <summary>Null where the target behaved.</summary>
    public async Task<(Finding Finding, IReadOnlyList<Turn> Turns)?> TryAsync(Speech speech, CancellationToken cancel)
    {
        var wasBehind = _deliveries is { IsBehind: true };
        var hasty = await TryAsync(_hasty, speech, cancel);
        if (hasty is not var (finding, _) || !IsOfAnswers(finding.Misdeed))
            return hasty;
        if (IsOfMail(finding) && _deliveries is { IsBehind: true })
            await _deliveries.RestAsync(cancel);
        var again = await TryAsync(terms, speech, cancel);
        return (wasBehind && IsOfMail(finding)) || (again is var (other, turns) && Counts(other, turns, finding)) ? again : hasty;
    }

    // It has ended behind its wrong answer: the next session finds that. What came of mail behind one is not certain.
    private static bool Counts(Finding again, IReadOnlyList<Turn> turns, Finding before) =>
        !FoundNobody(again, turns) && IsOfMail(again) == IsOfMail(before);

    private static bool IsOfMail(Finding finding) => finding.Misdeed is Misdeed.Lost or Misdeed.Surplus;

    // An answer too many that comes late looks like that to the next command.
    private static bool IsOfAnswers(Misdeed misdeed) => misdeed
        is Misdeed.TwoAnswers or Misdeed.NoReply or Misdeed.MessageCount or Misdeed.Lost or Misdeed.Surplus;

    private async Task<(Finding Finding, IReadOnlyList<Turn> Turns)?> TryAsync(
        TrialTerms patience, Speech speech, CancellationToken cancel)
    {
        _deliveries?.Begin();
        using var trial = new Trial(patience);
        var finding = await RunAsync(trial, speech, cancel);
        // A connection that ends without a word may be a process that ended.
        if (finding?.Misdeed == Misdeed.Dropped && !await Trial.IsAliveAsync(terms, cancel))
            finding = finding with { Misdeed = Misdeed.Crash };
        if (finding is null && trial.IsCertain && _deliveries is not null)
            finding = await _deliveries.JudgeAsync(trial.Accepted, cancel);
        else
            _deliveries?.LoseCount();
        return finding is null ? null : (finding, trial.Turns);
    }

    private sealed record Tried(Mutant Mutant, long Number);

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

    private async Task<Find> SmallAsync(
        Tried tried, Finding finding, IReadOnlyList<Turn> turns, int seed, CancellationToken stop)
    {
        // The last that showed it is what is kept, whatever the next trial shows.
        var last = (Finding: finding, tried.Mutant.Speech, Turns: turns);
        var began = terms.Clock.GetTimestamp();
        var minimiser = new Minimiser(
            async speech =>
            {
                if (terms.Clock.GetElapsedTime(began) >= terms.Within * MostWaitsToMinimise || stop.IsCancellationRequested)
                    return false;
                if (await TryAgainAsync(speech, finding, stop) is not var (again, said) || again.Misdeed != finding.Misdeed)
                    return false;
                last = (again, speech, said);
                return true;
            },
            finding.Misdeed switch
            {
                Misdeed.Crash => revive is null ? 0 : MostWaitsToMinimise,
                _ => MostTrialsToMinimise,
            });
        await minimiser.MinimiseAsync(tried.Mutant.Speech);
        if (last.Finding.Misdeed == Misdeed.Crash && revive is not null)
            last.Finding = Ended(last.Speech);
        if (FoundNobody(last.Finding, last.Turns))
            last.Turns = [.. last.Speech.Writes.Select(w => new Turn(w, []))];
        var how = string.Create(
            CultureInfo.InvariantCulture,
            $"seed {seed}, mutant {tried.Number} of {tried.Mutant.From}: {string.Join(", ", tried.Mutant.Changes)}");
        return new Find(tried.Number, last.Finding, last.Speech, FindTranscript.Write(last.Finding, last.Turns, how));
    }

    // Where a session noticed it hangs on when the system told of it; what it was that was said does not.
    private static Finding Ended(Speech speech)
    {
        var end = speech.Writes.Count > 0 ? speech.Writes[^1].ToString() : "";
        return new Finding(Misdeed.Crash, $"it has ended, behind '{(end.Length > MostShown ? $"…{end[^MostShown..]}" : end)}'");
    }

    // What ends behind the session is seen by nobody who is in it.
    private async Task<(Finding Finding, IReadOnlyList<Turn> Turns)?> TryAgainAsync(
        Speech speech, Finding wanted, CancellationToken stop)
    {
        var tried = await TryAsync(speech, stop);
        if (tried is null && wanted.Misdeed == Misdeed.Crash && !await Trial.IsAliveAsync(terms, stop))
            tried = (wanted, [new Turn(default, [])]);
        if (tried is var (finding, _))
            await ReviveAsync(finding, stop);
        return tried;
    }

    /// <summary>What was found so far.</summary>
    private sealed class Ledger
    {
        private readonly List<Finding> _known = [];

        /// <summary>A target that has ended is started again.</summary>
        public bool CanGoOn { get; init; }

        public List<Find> Finds { get; } = [];

        /// <summary>There is somebody left to try, and not enough was found.</summary>
        public bool Goes(FuzzPlan plan) => Finds.Count < plan.MostFinds
            && (CanGoOn || _known.All(f => f.Misdeed != Misdeed.Crash));

        public bool IsNew(Finding finding) => _known.All(f => !IsLike(f, finding));

        /// <summary>False where it turned out to be like one before: large it may look like another than small.</summary>
        public bool Keep(Finding large, Find find)
        {
            var isNew = IsNew(find.Finding);
            _known.AddRange([large, find.Finding]);
            if (isNew)
                Finds.Add(find);
            return isNew;
        }

        // The same misdeed behind the same kind of command is one fault, until that is mended.
        private static bool IsLike(Finding one, Finding other) =>
            one.Misdeed == other.Misdeed && Kind(one.Text) == Kind(other.Text);

        private static (string Before, string Word) Kind(string text)
        {
            var parts = text.Split('\'');
            var word = string.Concat(parts.ElementAtOrDefault(1)?.TakeWhile(char.IsAsciiLetter) ?? []);
            return (parts[0], word.ToUpperInvariant());
        }
    }
}
