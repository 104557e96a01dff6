using SmtpGate.Outgoing;

namespace SmtpGate.Queue;

/// <summary>A message on one of its ways: with those recipients that are there.</summary>
/// <param name="Recipients">By their place in the envelope.</param>
internal sealed record Delivery(QueuedMessage Message, IReadOnlyList<int> Recipients)
{
    public OutgoingMessage Outgoing(IReadOnlyList<int> recipients) => new(
        Message.Envelope with { Recipients = [.. recipients.Select(r => Message.Envelope.Recipients[r])] },
        Message.Kept.Read);

    /// <summary>There was no session to bring it in.</summary>
    public void Fail(IEnumerable<int> recipients, Answer obstacle, Route? by)
    {
        foreach (var recipient in recipients)
            Message.Hear(new Word(recipient, obstacle, by, IsOfMessage: false));
        Message.EndWay();
    }
}
