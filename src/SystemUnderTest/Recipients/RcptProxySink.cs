using SmtpGate.Grammar;
using SmtpGate.Sinks;

namespace SmtpGate.Recipients;

/// <summary>
/// The sink on RCPT: puts each recipient to the internal server and rejects what that rejects. Without a verdict the
/// recipient is accepted, and the log says why.
/// </summary>
/// <param name="file">Where what was verified is kept; null: nowhere.</param>
public sealed class RcptProxySink(RecipientVerifier verifier, ILogger<RcptProxySink> logger, VerdictFile? file = null)
    : ISink, IDisposable
{
    // Texts never vary: the internal server's own might name what no stranger should know.
    private const string ComeAgain = "Recipient cannot be verified now, try again later";

    public async ValueTask<Passing> OnEventAsync(SinkContext context, CancellationToken cancel)
    {
        // RFC 5321 4.5.1: postmaster is supported, whatever the internal server thinks of it.
        if (context.Command is not Command.Rcpt { To: { IsPostmaster: false } recipient }
            || context.NativeReply is { IsPositive: false })
            return Passing.On;
        verifier.Glance();
        if (IsBypassed(context))
            return Passing.On;
        return await verifier.VerifyAsync(recipient, cancel) switch
        {
            Verdict.Unknown => Reject(context, recipient),
            Verdict.Later later => Later(context, recipient, later.Answer),
            Verdict.Unverified unverified => Unverified(context, recipient, unverified.Why),
            _ => Passing.On,
        };
    }

    private VerifierSettings Settings => verifier.Settings;

    /// <summary>Goes by these settings from now on, if they are others than it goes by.</summary>
    /// <param name="areOthers">They are not those of the last time.</param>
    public void Adopt(VerifierSettings settings, bool areOthers) =>
        verifier.Adopt(settings, areOthers);

    public void Dispose()
    {
        verifier.Dispose();
        file?.Dispose();
    }

    private bool IsBypassed(SinkContext context)
    {
        if (context.Session.Client is not { } client)
            return false;
        var bypass = Settings.Bypass;
        for (var i = 0; i < bypass.Count; i++)
        {
            if (bypass[i].Contains(client))
                return true;
        }
        return false;
    }

    private Passing Reject(SinkContext context, Mailbox recipient)
    {
        context.Reply = Settings.Rejection(recipient);
        context.Status |= Failure();
        context.IsProtocolError = true;
        Log.Rejected(logger, recipient);
        return Passing.Consumed;
    }

    // As the original has them.
    private SinkStatus Failure() =>
        Settings.DisconnectOnReject ? SinkStatus.DropSession
        : Settings.ErrorCode < 500 ? SinkStatus.TransientFailure
        : SinkStatus.CompleteFailure;

    private Passing Later(SinkContext context, Mailbox recipient, Reply answer)
    {
        if (Settings.OnTemporary == OnTemporary.Accept)
            return Unverified(context, recipient, $"RCPT was answered: {answer.Code} {answer.Lines[0]}");
        if (Settings.OnTemporary == OnTemporary.Reject)
            return Reject(context, recipient);
        // 421 would announce the end of this session, which it is not.
        context.Reply = new Reply(answer.Code == 421 ? 450 : answer.Code, "4.1.1", ComeAgain);
        return Passing.Consumed;
    }

    private Passing Unverified(SinkContext context, Mailbox recipient, string why)
    {
        if (Settings.OnFailure == OnFailure.Tempfail)
        {
            context.Reply = new Reply(451, "4.4.3", ComeAgain);
            Log.Deferred(logger, recipient, why);
            return Passing.Consumed;
        }
        Log.AcceptedUnverified(logger, recipient, why);
        return Passing.On;
    }
}
