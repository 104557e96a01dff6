using SmtpGate.Grammar;

namespace SmtpGate.Outgoing;

/// <summary>A message of which everything is known but its content.</summary>
/// <param name="Id">Its name within the gateway.</param>
public sealed record Arriving(string Id, ReversePath From, MailParameters With, IReadOnlyList<Mailbox> Recipients)
{
    public static readonly IReadOnlyDictionary<int, RecipientParameters> NoWishes = new Dictionary<int, RecipientParameters>();

    /// <summary>What was said of recipients besides, by their place.</summary>
    public IReadOnlyDictionary<int, RecipientParameters> Wishes { get; init; } = NoWishes;

    public RecipientParameters WishesOf(int recipient) => Wishes.GetValueOrDefault(recipient, RecipientParameters.None);

    /// <summary>The same, to some of its recipients.</summary>
    /// <param name="recipients">By their place.</param>
    public Arriving To(IReadOnlyList<int> recipients) => this with
    {
        Recipients = [.. recipients.Select(r => Recipients[r])],
        Wishes = Wishes.Count == 0 ? NoWishes : recipients.Index().ToDictionary(r => r.Index, r => WishesOf(r.Item)),
    };
}

/// <summary>
/// Takes messages from sessions. What it answers is what the client hears: with 250 the message is in safe hands.
/// </summary>
public interface IAcceptance
{
    /// <summary>Senders may say of what they want to hear (RFC 3461).</summary>
    bool SendsReports { get; }

    /// <summary>There is a way on which nobody listens (RFC 8689).</summary>
    /// <param name="recipient">To whom; null: to anybody.</param>
    bool CanRequireTls(Mailbox? recipient);

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
