using System.Text.RegularExpressions;
using SmtpSim.Transcripts;
using SmtpSim.Wire;

namespace SmtpSim.Playing;

/// <summary>What one expectation came to: the choice that was met, or why none was.</summary>
internal sealed record Verdict(Choice? Met, string Why);

/// <summary>Says why something that was heard may not come, null where it may.</summary>
internal delegate string? HeardCheck(ReadOnlySpan<byte> heard);

/// <summary>Waits on a connection until one of several expectations is met, all are missed, or the time is over.</summary>
internal sealed class Listener(Variables variables, TimeProvider clock)
{
    /// <summary>What is said of a pattern that takes longer than <see cref="Pattern.Patience"/>.</summary>
    public const string RunsAway = "the regular expression runs away: it took longer than a second on this line";

    /// <param name="banned">Says why what was heard may not come, null where it may.</param>
    /// <param name="limit">How long to wait; a <c>@quiet</c> that is met ends the wait earlier.</param>
    public async Task<Verdict> HearAsync(
        RawConnection connection, IReadOnlyList<Choice> choices, TimeSpan limit, CancellationToken cancel,
        HeardCheck? banned = null)
    {
        var began = clock.GetTimestamp();
        while (true)
        {
            var waited = clock.GetElapsedTime(began);
            if (Decide(connection, choices, waited) is var (choice, length, why))
                return Settle(connection, choice, length, why, banned);
            if (waited >= limit)
                return new Verdict(null, $"nothing that fits came within {Durations.Show(limit)}");
            await HearMoreAsync(connection, NextLook(choices, waited, limit), cancel);
        }
    }

    // Only what is taken, or what is there instead of it, is held against what is banned: not what came behind it.
    private static Verdict Settle(RawConnection connection, Choice? choice, int length, string why, HeardCheck? banned)
    {
        var first = choice is null && ReplyText.NextLine(connection.Heard) is { } line ? line.Length : length;
        if (banned?.Invoke(connection.Heard[..first]) is { } broken)
            return new Verdict(null, broken);
        connection.Take(length);
        return new Verdict(choice, why);
    }

    private (Choice? Choice, int Length, string Why)? Decide(
        RawConnection connection, IReadOnlyList<Choice> choices, TimeSpan waited)
    {
        string? firstMiss = null;
        var waiting = false;
        foreach (var choice in choices)
        {
            var judged = Try(choice.Expectation, connection, waited);
            if (judged.Fit == Fit.Met)
                return (choice, judged.Length, "");
            waiting |= judged.Fit == Fit.NotYet;
            firstMiss ??= judged.Fit == Fit.Missed ? judged.Why : null;
        }
        if (!waiting)
            return (null, 0, firstMiss ?? "nothing is expected");
        return Hopeless(connection, choices.Max(c => c.Expectation.Longest)) is { } why ? (null, 0, why) : null;
    }

    /// <summary>Why it makes no sense to wait, null where it does.</summary>
    private static string? Hopeless(RawConnection connection, int most) =>
        connection.Closed || connection.IsDeaf || connection.IsPaused
            ? "this side has closed the connection or stopped reading, so that nothing more is heard"
            : connection.Heard.Length > most ? $"more than {most} octets came, and not the end of what is expected"
            : null;

    private Judgement Try(Expectation expectation, RawConnection connection, TimeSpan waited)
    {
        try
        {
            return expectation.Try(connection.Heard, connection.Ended, waited, variables);
        }
        catch (RegexMatchTimeoutException)
        {
            return Judgement.Missed(RunsAway);
        }
    }

    private static TimeSpan NextLook(IReadOnlyList<Choice> choices, TimeSpan waited, TimeSpan limit) => choices
        .Select(c => c.Expectation.DecidesAfter)
        .OfType<TimeSpan>()
        .Where(t => t > waited)
        .Append(limit)
        .Min() - waited;

    private async Task HearMoreAsync(RawConnection connection, TimeSpan atMost, CancellationToken cancel)
    {
        using var pause = new CancellationTokenSource(Ceiling(atMost), clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(pause.Token, cancel);
        try
        {
            if (connection.Ended is null)
                await connection.HearAsync(both.Token);
            else
                // What has ended says nothing more: only time can still decide.
                await Task.Delay(Timeout.InfiniteTimeSpan, clock, both.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            // The time is over; the caller looks again.
        }
    }

    // Timers count whole milliseconds; rounding down would look a moment too early, again and again.
    private static TimeSpan Ceiling(TimeSpan time) => TimeSpan.FromMilliseconds(Math.Ceiling(time.TotalMilliseconds));
}
