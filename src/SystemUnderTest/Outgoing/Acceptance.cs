using SmtpGate.Grammar;

namespace SmtpGate.Outgoing;

/// <summary>A message of which everything is known but its content.</summary>
/// <param name="Id">Its name within the gateway.</param>
public sealed record Arriving(string Id, ReversePath From, MailParameters With, IReadOnlyList<Mailbox> Recipients);

/// <summary>
/// Takes messages from sessions. What it answers is what the client hears: with 250 the message is in safe hands.
/// </summary>
public interface IAcceptance
{
    /// <summary>Why no message can come now; null where one can.</summary>
    Reply? Refusal { get; }

    IArrival Begin(Arriving message);
}

/// <summary>A message while its content arrives. Disposed of before it was accepted it was never there.</summary>
public interface IArrival : IAsyncDisposable
{
    /// <param name="octets">With CRLF line ends, not dot-stuffed.</param>
    ValueTask WriteAsync(ReadOnlyMemory<byte> octets, CancellationToken cancel);

    /// <summary>Everything was written. The reply for the client.</summary>
    ValueTask<Reply> AcceptAsync(CancellationToken cancel);
}
