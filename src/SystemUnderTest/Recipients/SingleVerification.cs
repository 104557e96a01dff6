using SmtpGate.Grammar;
using SmtpGate.Outgoing;

namespace SmtpGate.Recipients;

/// <summary>One verification on a connection of its own, every line of it shown.</summary>
public static class SingleVerification
{
    /// <param name="show">Told of each line as <c>C: …</c> or <c>S: …</c>.</param>
    public static async Task<Verdict> AskAsync(
        VerifierSettings settings, Mailbox recipient, Action<string> show, CancellationToken cancel)
    {
        if (settings.ServerFor(recipient.Domain) is not { } server)
            return new Verdict.Unverified("no internal server is configured");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(settings.TimeLimit);
        try
        {
            show($"connecting to {server}");
            var introduction = settings.Introduction with { Show = show };
            var (session, obstacle) = await OutgoingSession.OpenAsync(server, introduction, limit.Token);
            using (session)
                return session is null
                    ? new Verdict.Unverified($"no session: {obstacle}")
                    : await AskAsync(session, settings, recipient, limit.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new Verdict.Unverified("the time limit is over");
        }
    }

    private static async Task<Verdict> AskAsync(
        OutgoingSession session, VerifierSettings settings, Mailbox recipient, CancellationToken cancel)
    {
        var mail = await session.MailAsync($"<{settings.MailFrom}>", Dialogue.Parameters(recipient), cancel);
        if (!mail.IsDone)
            return Dialogue.Refused(mail);
        var (verdict, goesOn) = Dialogue.Judge(await session.RcptAsync(Dialogue.Address(settings, recipient), cancel));
        if (goesOn)
            await session.QuitAsync(cancel);
        return verdict;
    }
}
