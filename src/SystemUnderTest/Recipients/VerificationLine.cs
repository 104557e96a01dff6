using SmtpGate.Grammar;
using SmtpGate.Outgoing;

namespace SmtpGate.Recipients;

/// <summary>
/// The one connection to the internal server, kept between verifications: opened when needed, reset between
/// transactions, closed when idle or old. Used by one verification at a time.
/// </summary>
internal sealed class VerificationLine(VerifierSettings settings, TimeProvider clock, ILogger logger)
{
    private OutgoingSession? _session;
    private long _openedAt;
    private bool _used;

    /// <summary>How long the session may stay unused before it is closed.</summary>
    public TimeSpan IdleAllowance => _session is null
        ? Timeout.InfiniteTimeSpan
        : Shorter(settings.IdleTime, settings.LifeTime - clock.GetElapsedTime(_openedAt));

    /// <summary>One verification, on the kept connection or a new one.</summary>
    public async Task<Verdict> AskAsync(Mailbox recipient, CancellationToken cancel)
    {
        if (_session is not null && clock.GetElapsedTime(_openedAt) >= settings.LifeTime)
            Close("its time is over");
        // A connection that was closed meanwhile is replaced at once; the question is asked again on the new one.
        if (_session is not null && !_session.IsOutOfStep && await TryAskAsync(_session, recipient, cancel) is { } verdict)
            return verdict;
        Drop();
        var (session, obstacle) = await OutgoingSession.OpenAsync(settings.Server!, Introduction(), cancel);
        if (session is null)
            return new Verdict.Unverified($"no session: {obstacle}");
        (_session, _openedAt, _used) = (session, clock.GetTimestamp(), false);
        Log.Opened(logger, settings.Server!);
        return await TryAskAsync(session, recipient, cancel) ?? Lost();
    }

    /// <summary>Ends the transaction, so that the next verification finds a clean session. Drops it where that fails.</summary>
    public async Task CleanAsync(CancellationToken cancel)
    {
        // The original resets before each reuse instead.
        if (settings.Exact || _session is null)
            return;
        if (!(await _session.ResetAsync(cancel)).IsDone)
            Drop();
    }

    /// <summary>An orderly end: QUIT, without waiting for anybody.</summary>
    public void Close(string why)
    {
        if (_session is not { } session)
            return;
        _session = null;
        Log.Closed(logger, settings.Server!, why);
        _ = QuitAsync(session);
    }

    /// <summary>Ends the connection on the spot: it is out of step, so nothing said on it could be trusted.</summary>
    public void Drop()
    {
        _session?.Dispose();
        _session = null;
    }

    private Introduction Introduction() => new(settings.HeloName, settings.Exact);

    /// <summary>Null where the connection was lost before the internal server gave its word.</summary>
    private async Task<Verdict?> TryAskAsync(OutgoingSession session, Mailbox recipient, CancellationToken cancel)
    {
        if (settings.Exact && _used && !(await session.ResetAsync(cancel)).IsDone)
            return null;
        _used = true;
        var parameters = recipient.IsInternational ? " SMTPUTF8" : "";
        if (recipient.IsInternational && !session.Offers("SMTPUTF8"))
            return new Verdict.Unverified("the internal server does not take SMTPUTF8 addresses");
        var mail = await session.MailAsync($"<{settings.MailFrom}>", parameters, cancel);
        if (mail.Trouble == Trouble.Lost)
            return null;
        if (!mail.IsDone)
            return Broken($"MAIL was answered: {mail}");
        var rcpt = await session.RcptAsync(Address(recipient), cancel);
        return rcpt.Trouble == Trouble.Lost ? null : Judge(rcpt);
    }

    private string Address(Mailbox recipient) =>
        settings.Exact ? recipient.ToString().ToLowerInvariant() : recipient.ToString();

    private Verdict Judge(Answer rcpt) => rcpt switch
    {
        { IsDone: true } => new Verdict.Known(),
        { Reply: { Code: 421 } closing } => Broken(new Verdict.Later(closing)),
        { Reply: { IsTransient: true } later } => new Verdict.Later(later),
        { Reply.Code: >= 500 } => new Verdict.Unknown(),
        // RCPT has no 3yz.
        _ => Broken($"RCPT was answered: {rcpt}"),
    };

    private Verdict Broken(string why) => Broken(new Verdict.Unverified(why));

    private Verdict Broken(Verdict verdict)
    {
        Drop();
        return verdict;
    }

    private Verdict Lost() => Broken("the internal server closed the connection");

    private async Task QuitAsync(OutgoingSession session)
    {
        using var limit = new CancellationTokenSource(settings.TimeLimit, clock);
        try
        {
            await session.QuitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            // It did not say goodbye in time.
        }
        session.Dispose();
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other)
    {
        var shorter = one < other ? one : other;
        return shorter > TimeSpan.Zero ? shorter : TimeSpan.Zero;
    }
}
