using SmtpGate.Grammar;

namespace SmtpGate.Sessions;

/// <summary>STARTTLS: 220, the handshake, and a session that knows nothing of what was before (RFC 3207 4.2).</summary>
public static class SecuringHandler
{
    /// <summary>What has come behind the command is thrown away: it was said by whoever stands between, too.</summary>
    public static Turn Begin(SessionContext context, SessionState state) => context.Services.Tls is null
        ? new Turn(Replies.NotImplemented, state)
        : new Turn(Replies.StartTls, state, Then: cancel => SecureAsync(context, state, cancel)) { ForgetsInput = true };

    /// <summary>The state of a session that begins now: in clear, or behind a handshake that was enough, or not.</summary>
    public static SessionState StateOf(SessionContext context, SessionState before) => SessionState.Start with
    {
        Cipher = context.Wire.Cipher,
        Account = before.Account,
        Refusal = context.Wire.IsEnough ? null : Replies.NotEnoughTls,
    };

    private static async ValueTask<Turn> SecureAsync(SessionContext context, SessionState state, CancellationToken cancel)
    {
        if (await context.Wire.SecureAsync(context.Services.Tls!, cancel) is { } problem)
        {
            Log.NoTls(context.Services.Logger, context.Client, problem);
            return new Turn(null, state, Closes: true);
        }
        context.Properties.Clear();
        return new Turn(null, StateOf(context, state));
    }
}
