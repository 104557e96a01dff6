using System.Collections.Immutable;
using SmtpGate.Grammar;

namespace SmtpGate.Sessions;

/// <summary>Who the client said it is.</summary>
/// <param name="Extended">EHLO was said, not HELO.</param>
public sealed record Greeted(string Name, bool Extended);

/// <summary>A transaction: who sends, to whom, and how.</summary>
public sealed record Envelope(ReversePath From, MailParameters With, ImmutableList<Mailbox> Recipients)
{
    /// <summary>What was said of recipients besides, by their place; most mail says nothing.</summary>
    public ImmutableDictionary<int, RecipientParameters> Wishes { get; init; } =
        ImmutableDictionary<int, RecipientParameters>.Empty;

    /// <summary>What has come of the message in chunks; null where none has.</summary>
    public IncomingMessage? Content { get; init; }

    public Envelope Add(Mailbox recipient, RecipientParameters with) => this with
    {
        Recipients = Recipients.Add(recipient),
        Wishes = with == RecipientParameters.None ? Wishes : Wishes.Add(Recipients.Count, with),
    };
}

/// <summary>What a session has taken so far, and what its client did wrong.</summary>
/// <param name="Octets">Of the content of all messages.</param>
/// <param name="Errors">Since the last message that was taken.</param>
public readonly record struct Account(int Messages, long Octets, int Errors);

/// <summary>What is known of a session: independent facts. What is not known is null.</summary>
/// <param name="Refusal">What every command but QUIT gets: the greeting was 554 (RFC 5321 3.1), or TLS not enough.</param>
/// <param name="Cipher">Of the TLS that stands between client and gateway.</param>
public sealed record SessionState(
    Greeted? Client = null, Envelope? Envelope = null, Reply? Refusal = null, string? Cipher = null, Account Account = default)
{
    public static readonly SessionState Start = new();

    public bool IsSecured => Cipher is not null;
}

/// <summary>What a command came to: the reply, the state after it, and what follows.</summary>
/// <param name="Reply">Null where nothing is said.</param>
/// <param name="Closes">The connection ends after the reply.</param>
/// <param name="Then">What is to be done once the reply was said: reading the message behind 354.</param>
public sealed record Turn(
    Reply? Reply, SessionState State, bool Closes = false, Func<CancellationToken, ValueTask<Turn>>? Then = null)
{
    /// <summary>What has arrived by now is thrown away before the reply goes out.</summary>
    public bool ForgetsInput { get; init; }

    /// <summary>Counts as an error of the client's.</summary>
    public bool IsError { get; init; }

    /// <summary>The reply may wait for those of the commands behind it, though it is one that usually may not.</summary>
    public bool MayWait { get; init; }
}
