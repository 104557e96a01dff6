using System.Globalization;
using SmtpSim.Messages;

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
/// <param name="Gone">Why the target could not be started again, null where it could or need not be.</param>
public sealed record FuzzResult(long Tried, IReadOnlyList<Find> Finds, string? Gone);

/// <summary>Says mutants to a target, and makes those small at which it misbehaves.</summary>
/// <param name="nextHop">Where the target passes accepted mail on to, null where nobody looks.</param>
/// <param name="revive">Starts the target again where it has ended; null where nobody can.</param>
public sealed class FuzzRun(TrialTerms terms, MailStore? nextHop, Func<CancellationToken, Task>? revive = null)
{
    private const int MostTrialsToMinimise = 2000;

    private const int MostShown = 40;

    private const string Uncertain = "; it was not seen to do it alone, a session before may have";

    // Of those that take as long as a reply may. A target is not started again more often, either.
    private const int MostWaitsToMinimise = 60;

    // Who answers fast has a session behind it each half millisecond, and ends some tens of them later.
    private const int MostSuspects = 64;

    private readonly Trials _trials = new(terms, nextHop);
    private readonly Revival _revival = new(terms, revive);
    private readonly Ledger _ledger = new(revive is not null);
    // The last ones, the last one first, and the one whose mail was the last, where that is known.
    private readonly LinkedList<Tried> _before = [];
    private Tried? _sender;
    // While something else was made small, the target had ended.
    private bool _hasEnded;

    /// <param name="found">Told of each find that is not like one before.</param>
    /// <param name="progress">Told after each mutant how many were tried.</param>
    public async Task<FuzzResult> RunAsync(
        Mutator mutator, FuzzPlan plan, Action<Find> found, Action<long> progress, CancellationToken stop)
    {
        var began = terms.Clock.GetTimestamp();
        var number = plan.First;
        for (; Goes(number); progress(number - plan.First))
        {
            var tried = new Tried(mutator.Make(number), number++);
            var (showing, guilty) = await TryAsync(tried, stop);
            if (showing is not null)
                await HearAsync(showing, guilty, plan.Seed, found, stop);
            if (_hasEnded)
                await HearAsync(Ended(), guilty, plan.Seed, found, stop);
            Remember(tried);
        }
        await EndAsync(plan, found, stop);
        return new FuzzResult(number - plan.First, _ledger.Finds, _revival.Gone);

        bool Goes(long next) => !stop.IsCancellationRequested && _revival.Gone is null && _ledger.Goes(plan.MostFinds)
            && !(next - plan.First >= plan.Count) && !(terms.Clock.GetElapsedTime(began) >= plan.Time);
    }

    private async Task EndAsync(FuzzPlan plan, Action<Find> found, CancellationToken stop)
    {
        if (await LateAsync(stop) is { } late)
            await HearAsync(late, _sender!, plan.Seed, found, stop);
        if (_ledger.Goes(plan.MostFinds) && await GoneAsync(stop) is { } gone)
            await HearAsync(gone, _before.First!.Value, plan.Seed, found, stop);
    }

    private async Task<(Showing? Showing, Tried Guilty)> TryAsync(Tried tried, CancellationToken stop)
    {
        var showing = await _trials.TryAsync(tried.Mutant.Speech, stop);
        if (showing is null && _trials.HasSurplus && _sender is not null)
            return (await OfSenderAsync(stop), _sender);
        _sender = _trials.HasSent switch
        {
            null => null,
            true => tried,
            false => _sender,
        };
        // Who finds nobody there has not driven them away: the one before has.
        return (showing, showing is { FoundNobody: true } ? _before.First?.Value ?? tried : tried);
    }

    private void Remember(Tried tried)
    {
        _before.AddFirst(tried);
        if (_before.Count > MostSuspects)
            _before.RemoveLast();
    }

    // What ends behind the last session is noticed by no other.
    private async Task<Showing?> GoneAsync(CancellationToken stop) =>
        _before.Count > 0 && _revival.Gone is null && await _revival.HasEndedAsync(true, stop)
            ? Ended()
            : null;

    private Showing Ended()
    {
        _hasEnded = false;
        return new Showing(new Finding(Misdeed.Crash, "connections are not taken any more"), []) { FoundNobody = true };
    }

    // What comes behind the last session is nobody's but a session's before.
    private async Task<Showing?> LateAsync(CancellationToken stop) =>
        !stop.IsCancellationRequested && await _trials.RestAsync(stop) ? await OfSenderAsync(stop) : null;

    // What comes and is nobody's who is there may be a copy of what came last.
    private async Task<Showing?> OfSenderAsync(CancellationToken stop) =>
        _sender is null ? null : await _trials.AtRestAsync(_sender.Mutant.Speech, stop);

    private async Task HearAsync(Showing showing, Tried guilty, int seed, Action<Find> found, CancellationToken stop)
    {
        // Who tells this to stop may have told the target, too.
        if (stop.IsCancellationRequested && _revival.IsPossible
            && showing.Finding.Misdeed is Misdeed.Crash or Misdeed.Dropped)
            return;
        await _revival.ReviveAsync(showing, stop);
        if (!_ledger.IsNew(showing.Finding))
            return;
        var (culprit, shown) = await CulpritAsync(showing, guilty, stop);
        var find = await SmallAsync(culprit, shown, seed, stop);
        if (_ledger.Keep(showing.Finding, find))
            found(find);
    }

    // What ends a while behind a session is noticed by the next one: who shows it alone has done it.
    private async Task<(Tried Culprit, Showing Showing)> CulpritAsync(Showing showing, Tried guilty, CancellationToken stop)
    {
        if (showing.Finding.Misdeed != Misdeed.Crash)
            return (guilty, showing);
        foreach (var suspect in !_revival.IsPossible ? [] : _before.Prepend(guilty).Distinct())
        {
            if (_revival.Gone is null && await TryAgainAsync(suspect.Mutant.Speech, showing.Finding, true, stop)
                is { Finding.Misdeed: Misdeed.Crash } again)
                return (suspect, again);
        }
        return (guilty, showing with { IsUncertain = true });
    }

    private sealed record Tried(Mutant Mutant, long Number);

    private async Task<Find> SmallAsync(Tried tried, Showing showing, int seed, CancellationToken stop)
    {
        var wanted = showing.Finding;
        // The last that showed it is what is kept, whatever the next trial shows.
        var last = (Showing: showing, tried.Mutant.Speech);
        var began = terms.Clock.GetTimestamp();
        var minimiser = new Minimiser(
            async speech =>
            {
                if (IsOver() || await TryAgainAsync(speech, wanted, showing.FoundNobody, stop) is not { } again
                    || again.Finding.Misdeed != wanted.Misdeed)
                    return false;
                last = (again, speech);
                return true;
            },
            wanted.Misdeed switch
            {
                Misdeed.Crash => !_revival.IsPossible ? 0 : MostWaitsToMinimise,
                _ => MostTrialsToMinimise,
            });
        await minimiser.MinimiseAsync(tried.Mutant.Speech);
        return Written(tried, last.Showing, last.Speech, seed);

        bool IsOver() => stop.IsCancellationRequested || _revival.Gone is not null
            || terms.Clock.GetElapsedTime(began) >= terms.Within * MostWaitsToMinimise;
    }

    private Find Written(Tried tried, Showing showing, Speech speech, int seed)
    {
        var finding = showing.Finding.Misdeed == Misdeed.Crash && _revival.IsPossible ? Ended(speech) : showing.Finding;
        var turns = showing.FoundNobody ? [.. speech.Writes.Select(w => new Turn(w, []))] : showing.Turns;
        var how = string.Create(
            CultureInfo.InvariantCulture,
            $"seed {seed}, mutant {tried.Number} of {tried.Mutant.From}: {string.Join(", ", tried.Mutant.Changes)}")
            + (showing.IsUncertain ? Uncertain : "");
        return new Find(tried.Number, finding, speech, FindTranscript.Write(finding, turns, how));
    }

    // Where a session noticed it hangs on when the system told of it; what it was that was said does not.
    private static Finding Ended(Speech speech)
    {
        var end = speech.Writes.Count > 0 ? speech.Writes[^1].ToString() : "";
        return new Finding(Misdeed.Crash, $"it has ended, behind '{(end.Length > MostShown ? $"…{end[^MostShown..]}" : end)}'");
    }

    /// <param name="isLate">It may have ended a while behind the session.</param>
    private async Task<Showing?> TryAgainAsync(Speech speech, Finding wanted, bool isLate, CancellationToken stop)
    {
        var isOfMail = wanted.Misdeed is Misdeed.Lost or Misdeed.Surplus;
        var shown = await (isOfMail ? _trials.AtRestAsync(speech, stop) : _trials.TryAsync(speech, stop));
        // Who finds nobody there has not driven them away.
        var isInnocent = shown is { FoundNobody: true };
        _hasEnded |= isInnocent && wanted.Misdeed != Misdeed.Crash;
        if (shown?.Finding.Misdeed != Misdeed.Crash && wanted.Misdeed == Misdeed.Crash
            && await _revival.HasEndedAsync(isLate, stop))
            shown = new Showing(wanted, []) { FoundNobody = true };
        if (shown is not null)
            await _revival.ReviveAsync(shown, stop);
        return isInnocent ? null : shown;
    }
}
