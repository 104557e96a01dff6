using SmtpGate.Grammar;
using SmtpGate.Sinks;

namespace SmtpGate.Recipients;

/// <summary>
/// The sink on RCPT: puts each recipient to the internal server and rejects what that rejects. Without a verdict the
/// recipient is accepted, and the log says why.
/// </summary>
public sealed class RcptProxySink(VerifierSettings settings, RecipientVerifier verifier, ILogger<RcptProxySink> logger)
    : ISink, IDisposable
{
    // Texts never vary: the internal server's own might name what no stranger should know.
    private const string ComeAgain = "Recipient cannot be verified now, try again later";

    public async ValueTask<Passing> OnEventAsync(SinkContext context, CancellationToken cancel)
    {
        // RFC 5321 4.5.1: postmaster is supported, whatever the internal server thinks of it.
        if (context.Command is not Command.Rcpt { To: { IsPostmaster: false } recipient } || IsBypassed(context))
            return Passing.On;
        return await verifier.VerifyAsync(recipient, cancel) switch
        {
            Verdict.Unknown => Reject(context, recipient),
            Verdict.Later later => Later(context, recipient, later.Answer),
            Verdict.Unverified unverified => Unverified(recipient, unverified.Why),
            _ => Passing.On,
        };
    }

    public void Dispose() => verifier.Dispose();

    private bool IsBypassed(SinkContext context) =>
        context.Session.Client is { } client
        && settings.Bypass.Contains(client.IsIPv4MappedToIPv6 ? client.MapToIPv4() : client);

    private Passing Reject(SinkContext context, Mailbox recipient)
    {
        context.Reply = settings.Rejection(recipient);
        context.Status |= Failure();
        context.IsProtocolError = true;
        Log.Rejected(logger, recipient);
        return Passing.Consumed;
    }

    // As the original has them.
    private SinkStatus Failure() =>
        settings.DisconnectOnReject ? SinkStatus.DropSession
        : settings.ErrorCode < 500 ? SinkStatus.TransientFailure
        : SinkStatus.CompleteFailure;

    private Passing Later(SinkContext context, Mailbox recipient, Reply answer)
    {
        if (settings.OnTemporary == OnTemporary.Accept)
            return Unverified(recipient, $"RCPT was answered: {answer.Code} {answer.Lines[0]}");
        if (settings.OnTemporary == OnTemporary.Reject)
            return Reject(context, recipient);
        // 421 would announce the end of this session, which it is not.
        context.Reply = new Reply(answer.Code == 421 ? 450 : answer.Code, "4.1.1", ComeAgain);
        return Passing.Consumed;
    }

    private Passing Unverified(Mailbox recipient, string why)
    {
        Log.AcceptedUnverified(logger, recipient, why);
        return Passing.On;
    }
}
