using SmtpGate.Outgoing;

namespace SmtpGate.Recipients;

/// <summary>One question at a time, a command at a time: for servers without PIPELINING, and as the original did it.</summary>
internal sealed class LoneLine(VerifierSettings settings, OutgoingSession session, VerificationPool pool, TimeProvider clock)
    : VerificationLine(settings, session, pool, clock)
{
    public override bool IsPipelined => false;

    protected override int MostQuestions => 1;

    public override void Ask(Question question) => _ = AskAsync(question);

    protected override async Task SayGoodbyeAsync(CancellationToken cancel) => await Session.QuitAsync(cancel);

    private async Task AskAsync(Question question)
    {
        try
        {
            if (await TryAsync(question) is not var (verdict, goesOn))
            {
                Pool.Lose(this, [question]);
                return;
            }
            question.Settle(verdict);
            Pool.Finish(this, question, goesOn && await CleanAsync());
        }
        catch (Exception over) when (over is OperationCanceledException or IOException or ObjectDisposedException
            or InvalidOperationException)
        {
            // It was ended under us, or nobody answered RSET.
            if (question.IsSettled)
                Pool.Finish(this, question, goesOn: false);
            else
                Pool.Lose(this, [question]);
        }
    }

    /// <summary>Null where the connection was lost before the internal server gave its word.</summary>
    private async Task<(Verdict Verdict, bool GoesOn)?> TryAsync(Question question)
    {
        var recipient = question.Recipient;
        if (Session.IsOutOfStep || (Settings.Exact && HasServed && !(await Session.ResetAsync(End.Token)).IsDone))
            return null;
        var mail = await Session.MailAsync($"<{Settings.MailFrom}>", Dialogue.Parameters(recipient), End.Token);
        if (IsLost(mail))
            return null;
        if (!mail.IsDone)
            return (Dialogue.Refused(mail), false);
        var rcpt = await Session.RcptAsync(Dialogue.Address(Settings, recipient), End.Token);
        return IsLost(rcpt) ? null : Dialogue.Judge(rcpt);
    }

    // The client need not wait while the transaction is cleared away. The original resets before each reuse instead.
    private async Task<bool> CleanAsync()
    {
        if (Settings.Exact)
            return true;
        using var limit = new CancellationTokenSource(Settings.TimeLimit, Clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, End.Token);
        return (await Session.ResetAsync(both.Token)).IsDone;
    }
}
