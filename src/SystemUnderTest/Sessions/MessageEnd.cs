using SmtpGate.Grammar;
using SmtpGate.Sinks;

namespace SmtpGate.Sessions;

/// <summary>What a message, or a chunk of one, comes to once it was read: judgement, then delivery.</summary>
internal static class MessageEnd
{
    /// <summary>The state with so many octets more on the client's account.</summary>
    public static SessionState Counted(SessionState state, long octets) =>
        state with { Account = state.Account with { Octets = state.Account.Octets + octets } };

    /// <summary>Null where all of it has come.</summary>
    public static Turn? Broken(SessionContext context, ContentEnd end, Pace pace, SessionState after)
    {
        if (end == ContentEnd.Closed)
            return new Turn(Replies.Incomplete, after, Closes: true);
        if (end == ContentEnd.Interrupted)
            return new Turn(context.Patience.IsOver ? pace.TooLate : Replies.Stopping, after, Closes: true);
        context.Patience.End();
        return null;
    }

    /// <summary>Null where nothing is wrong with what has come.</summary>
    public static Turn? Refused(SessionContext context, IncomingMessage message, SessionState after)
    {
        if (message.Judge() is { } refusal)
            return new Turn(refusal, after);
        return after.Account.Octets > context.Services.Limits.SessionOctets
            ? new Turn(Replies.SessionTooLarge, after, Closes: true)
            : null;
    }

    /// <param name="state">While it came.</param>
    public static async ValueTask<Turn> AcceptAsync(
        SessionContext context, SessionState state, SessionState after, IncomingMessage message, CancellationToken cancel)
    {
        var asked = new SinkContext(SinkEvent.EndOfData, null, context.Seen(state));
        if (await context.Services.Sinks.Current.AskAsync(asked, cancel) == Passing.Consumed || asked.Refusal is not null)
            return Ended(asked, asked.Refusal ?? asked.Reply ?? Replies.Noop, after);
        var reply = await message.AcceptAsync(cancel);
        return reply.IsDone
            ? Ended(asked, asked.Reply ?? reply, after with { Account = Taken(after.Account) })
            : Ended(asked, reply, after);
    }

    // Who sends mail that is taken is no nuisance: its errors are forgiven.
    private static Account Taken(Account account) => account with { Messages = account.Messages + 1, Errors = 0 };

    private static Turn Ended(SinkContext asked, Reply reply, SessionState after) =>
        new(reply, after, asked.Drops) { IsError = asked.IsProtocolError };
}
