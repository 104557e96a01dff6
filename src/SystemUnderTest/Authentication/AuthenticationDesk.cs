using SmtpGate.Grammar;
using SmtpGate.Sinks;

namespace SmtpGate.Authentication;

/// <summary>What a dialogue says next.</summary>
public readonly record struct AuthenticationAnswer(Reply Reply, SinkStatus Status, bool IsError = false);

/// <summary>Where every dialogue ends: keeps account of failures, makes who fails wait, and puts down who succeeds.</summary>
public sealed class AuthenticationDesk(
    AuthenticationOptions options, FailureLedger ledger, TimeProvider clock, ILogger<AuthenticationDesk> logger)
{
    // The number of failures of a session stands among its properties, below 100 like the others of the gateway.
    private const uint Failures = 10;

    public ILogger Logger => logger;

    /// <summary>
    /// Lets a response be judged, or not: an address may have as many under way as it may fail, so that no guess is judged that
    /// it may not make.
    /// </summary>
    public async ValueTask<AuthenticationAnswer> JudgeAsync(
        IExchange exchange, byte[]? response, string mechanism, SinkSession session, CancellationToken cancel)
    {
        if (!await ledger.BeginAsync(session.Client, options.Failures, cancel))
        {
            Log.Blocked(logger, session.Client, "of this address");
            return new(AuthenticationReplies.TooManyFailures, SinkStatus.DropSession | SinkStatus.BlobDone, IsError: true);
        }
        Step step;
        TimeSpan tarpit;
        try
        {
            step = await exchange.AnswerAsync(response, cancel);
            // Before it ends: the next that begins sees it.
            tarpit = Record(step, mechanism, session);
        }
        finally
        {
            ledger.End(session.Client);
        }
        // The tarpit (AU-05): a timer waits, and no thread.
        await Task.Delay(tarpit, clock, cancel);
        return Answer(step, mechanism, session);
    }

    private AuthenticationAnswer Answer(Step step, string mechanism, SinkSession session) => step switch
    {
        Step.Challenge challenge => new(AuthenticationReplies.Challenge(challenge.Octets), SinkStatus.BlobReady),
        Step.Success success => Succeed(success.User, mechanism, session),
        Step.Failure => Fail(session) ?? Done(AuthenticationReplies.Invalid),
        Step.Refusal refusal => Fail(session)
            ?? new(AuthenticationReplies.Challenge(refusal.Octets), SinkStatus.BlobReady),
        Step.Over => Done(AuthenticationReplies.Invalid),
        Step.Unavailable => Done(AuthenticationReplies.Unavailable),
        _ => Done(AuthenticationReplies.Malformed),
    };

    public static AuthenticationAnswer Done(Reply reply) => new(
        reply, SinkStatus.BlobDone | (reply.IsPositive ? SinkStatus.Success : SinkStatus.CompleteFailure), !reply.IsPositive);

    private AuthenticationAnswer Succeed(string user, string mechanism, SinkSession session)
    {
        // Whoever guesses is not told that this guess was right.
        if (ledger.IsBlocked(user, options.Failures) || ledger.IsBlocked(session.Client, options.Failures))
        {
            Log.Blocked(logger, session.Client, $"as '{Shown(user)}'");
            return Done(AuthenticationReplies.Invalid);
        }
        session.Properties.PutBool(SessionProperty.Authenticated, true);
        session.Properties.PutString(SessionProperty.UserName, user);
        session.Properties.PutString(SessionProperty.Mechanism, mechanism);
        Log.Authenticated(logger, session.Client, Shown(user), mechanism, session.Cipher ?? "in clear");
        return Done(AuthenticationReplies.Success);
    }

    /// <summary>How long who fails waits for the answer; no time where nobody has failed.</summary>
    private TimeSpan Record(Step step, string mechanism, SinkSession session)
    {
        if (step.Failed is not { } user)
            return TimeSpan.Zero;
        Log.Failed(logger, session.Client, Shown(user), mechanism);
        var isBlocked = ledger.IsBlocked(user, options.Failures);
        ledger.Add(session.Client, user, options.Failures);
        // Blocked, nobody waits: the answer is known.
        return isBlocked ? TimeSpan.Zero : options.Tarpit;
    }

    /// <summary>The end of the session where it was one failure too many; else null.</summary>
    private AuthenticationAnswer? Fail(SinkSession session)
    {
        var failures = session.Properties.Find<uint>(Failures) + 1;
        session.Properties.PutDword(Failures, failures);
        return failures >= options.Tries
            ? new AuthenticationAnswer(
                AuthenticationReplies.TooManyFailures, SinkStatus.DropSession | SinkStatus.BlobDone, IsError: true)
            : null;
    }

    // What a client says may be anything; a log has lines (and people type passwords where names belong: not too much).
    private static string Shown(string user) => new(
        [.. user.Take(64).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c)]);
}
