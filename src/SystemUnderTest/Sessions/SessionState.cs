using System.Collections.Immutable;
using SmtpGate.Grammar;

namespace SmtpGate.Sessions;

/// <summary>Who the client said it is.</summary>
/// <param name="Extended">EHLO was said, not HELO.</param>
public sealed record Greeted(string Name, bool Extended);

/// <summary>A transaction: who sends, to whom, and how.</summary>
public sealed record Envelope(ReversePath From, MailParameters With, ImmutableList<Mailbox> Recipients);

/// <summary>What is known of a session: independent facts. What is not known is null.</summary>
/// <param name="Refused">The greeting was 554: only QUIT is answered otherwise (RFC 5321 3.1).</param>
public sealed record SessionState(Greeted? Client = null, Envelope? Envelope = null, bool Refused = false)
{
    public static readonly SessionState Start = new();
}

/// <summary>What a command came to: the reply, the state after it, and what follows.</summary>
/// <param name="Closes">The connection ends after the reply.</param>
/// <param name="Then">What is to be done once the reply was said: reading the message behind 354.</param>
public sealed record Turn(
    Reply Reply, SessionState State, bool Closes = false, Func<CancellationToken, ValueTask<Turn>>? Then = null);
