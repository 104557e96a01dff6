using SmtpGate.Grammar;

namespace SmtpGate.Sessions;

/// <summary>Counts what a client does wrong; one that does nothing else is sent away.</summary>
internal static class Discipline
{
    /// <summary>The turn with the error counted, or the end where there were too many.</summary>
    public static Turn Judge(Turn turn, SessionLimits limits)
    {
        if (!turn.IsError && turn.Reply is not { Code: >= 500 })
            return turn;
        var account = turn.State.Account;
        var state = turn.State with { Account = account with { Errors = account.Errors + 1 } };
        return state.Account.Errors > limits.Errors
            ? new Turn(Replies.TooManyErrors, state, Closes: true)
            : turn with { State = state };
    }
}
