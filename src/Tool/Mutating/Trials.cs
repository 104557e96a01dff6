using SmtpSim.Messages;

namespace SmtpSim.Mutating;

/// <summary>A misdeed, and the session that showed it.</summary>
public sealed record Showing(Finding Finding, IReadOnlyList<Turn> Turns)
{
    /// <summary>The target had ended before anything was said.</summary>
    public bool FoundNobody { get; init; }

    /// <summary>Whether the session did it, or one before, is not known.</summary>
    public bool IsUncertain { get; init; }

    /// <inheritdoc cref="Trial.WasReset"/>
    public bool WasReset { get; init; }
}

/// <summary>Says speeches to a target, hastily first; what may be the fault of haste is looked at once more.</summary>
/// <param name="nextHop">Where the target passes accepted mail on to, null where nobody looks.</param>
public sealed class Trials(TrialTerms terms, MailStore? nextHop)
{
    private readonly Deliveries? _deliveries = nextHop is null ? null : new Deliveries(nextHop, terms.Within);
    private readonly TrialTerms _hasty = terms with { Settle = TimeSpan.Zero };

    /// <summary>
    /// In the last session mail was accepted, and as much was passed on; null where how much was accepted is not known.
    /// </summary>
    public bool? HasSent { get; private set; }

    /// <summary>In the last trial, or in front of it, more came than was accepted, and that is not its speech's.</summary>
    public bool HasSurplus { get; private set; }

    /// <summary>Null where the target behaved.</summary>
    public async Task<Showing?> TryAsync(Speech speech, CancellationToken cancel)
    {
        HasSurplus = false;
        var hasty = await SayAsync(_hasty, speech, false, cancel);
        if (hasty is null || cancel.IsCancellationRequested)
            return hasty;
        return hasty.Finding.Misdeed switch
        {
            Misdeed.Lost or Misdeed.Surplus => await CountedAsync(hasty, speech, cancel),
            Misdeed.TwoAnswers or Misdeed.NoReply or Misdeed.MessageCount => await AgainAsync(hasty, speech, cancel),
            _ => hasty,
        };
    }

    /// <summary>The same, once nothing is on its way any more.</summary>
    public async Task<Showing?> AtRestAsync(Speech speech, CancellationToken cancel)
    {
        await RestAsync(cancel);
        return await SayAsync(terms, speech, true, cancel);
    }

    /// <summary>Waits until nothing is on its way any more; true where something was.</summary>
    public async Task<bool> RestAsync(CancellationToken cancel) => _deliveries is not null && await _deliveries.RestAsync(cancel);

    // Too many says something only if nothing of the sessions before is on its way; that does not make them too few.
    private async Task<Showing?> CountedAsync(Showing hasty, Speech speech, CancellationToken cancel)
    {
        var isLost = hasty.Finding.Misdeed == Misdeed.Lost;
        var again = await AtRestAsync(speech, cancel);
        HasSurplus |= again is null && !isLost;
        if (again is { FoundNobody: true })
            return EndedBehind(hasty, again);
        return isLost && again?.Finding.Misdeed != Misdeed.Lost ? hasty : again;
    }

    // An answer too many that comes late looks like that to the next command.
    private async Task<Showing?> AgainAsync(Showing hasty, Speech speech, CancellationToken cancel)
    {
        var again = await SayAsync(terms, speech, false, cancel);
        // It has ended behind its wrong answer: the next session finds that. And numbers are not counted behind one.
        return again is null or { FoundNobody: true } or { Finding.Misdeed: Misdeed.Lost or Misdeed.Surplus } ? hasty : again;
    }

    // Who closes with something unread resets the connection, and what was said last may be lost: 421, say.
    private async Task<Showing?> SayAsync(TrialTerms patience, Speech speech, bool thoroughly, CancellationToken cancel)
    {
        var packed = await SayOnceAsync(patience, speech, thoroughly, cancel);
        if (packed is not { Finding.Misdeed: Misdeed.Dropped, WasReset: true })
            return packed;
        if (thoroughly)
            await RestAsync(cancel);
        // Not hastily: what is refused piece by piece has many replies, and the last of them may be 421.
        var again = await SayOnceAsync(terms, speech.ByLines, thoroughly, cancel);
        // Its mail may have been accepted twice.
        HasSent = null;
        if (again is { FoundNobody: true })
            return EndedBehind(packed, again);
        return again is { Finding.Misdeed: Misdeed.Surplus } && !thoroughly ? null : again;
    }

    // It was there for the first session, and for nobody since.
    private static Showing EndedBehind(Showing hasty, Showing again) => again with { Turns = hasty.Turns, FoundNobody = false };

    private async Task<Showing?> SayOnceAsync(TrialTerms patience, Speech speech, bool thoroughly, CancellationToken cancel)
    {
        HasSurplus |= _deliveries?.Begin() is true;
        using var trial = new Trial(patience);
        var finding = await RunAsync(trial, speech, cancel) ?? await CountAsync(trial, thoroughly, cancel);
        HasSent = finding is null && trial.IsCertain ? trial.Accepted > 0 : null;
        return finding is null ? null : new Showing(finding, trial.Turns)
        {
            FoundNobody = finding.Misdeed == Misdeed.Crash && trial.Turns.Count == 1,
            WasReset = trial.WasReset,
        };
    }

    private async Task<Finding?> CountAsync(Trial trial, bool thoroughly, CancellationToken cancel) =>
        _deliveries is not null && trial.IsCertain ? await _deliveries.JudgeAsync(trial.Accepted, thoroughly, cancel) : null;

    private async Task<Finding?> RunAsync(Trial trial, Speech speech, CancellationToken cancel)
    {
        try
        {
            var finding = await trial.RunAsync(speech, cancel);
            // A connection that ends without a word may be a process that ended.
            return finding?.Misdeed == Misdeed.Dropped && !await terms.IsAliveAsync(cancel)
                ? finding with { Misdeed = Misdeed.Crash }
                : finding;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }
}
