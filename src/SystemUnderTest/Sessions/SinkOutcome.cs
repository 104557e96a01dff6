using SmtpGate.Grammar;
using SmtpGate.Sinks;

namespace SmtpGate.Sessions;

/// <summary>What a command comes to once the sinks had their say.</summary>
internal static class SinkOutcome
{
    /// <param name="native">What it comes to without them.</param>
    /// <param name="before">The state that stays where they object.</param>
    public static Turn Of(SinkContext asked, Passing passing, Turn native, SessionState before)
    {
        var turn = Decide(asked, passing, native, before);
        return turn with
        {
            Closes = turn.Closes || asked.Drops,
            IsError = asked.IsProtocolError,
            MayWait = (asked.Status & SinkStatus.Pipelined) != 0,
        };
    }

    private static Turn Decide(SinkContext asked, Passing passing, Turn native, SessionState before) =>
        asked.Refusal is { } refusal ? new Turn(refusal, before)
        : passing == Passing.Consumed ? new Turn(asked.Reply ?? Replies.Noop, before)
        : native.Reply is { IsDone: true } done ? native with { Reply = Extended(Said(asked.Reply, done), asked.Offers) }
        : native;

    // The reply to EHLO is read by machines: it stays what it is, and may get further lines.
    private static Reply Said(Reply? asked, Reply native) => native.Enhanced is null ? native : asked ?? native;

    private static Reply Extended(Reply reply, IReadOnlyList<string> offers) =>
        offers.Count == 0 ? reply : reply with { Lines = [.. reply.Lines, .. offers] };
}
