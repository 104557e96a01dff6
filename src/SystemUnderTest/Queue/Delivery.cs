using SmtpGate.Outgoing;

namespace SmtpGate.Queue;

/// <summary>Why there is no session with a host.</summary>
/// <param name="By">The host that stood in the way, null where there is none.</param>
/// <param name="IsFinal">It will be the same later.</param>
internal sealed record Obstacle(Answer Answer, string? By, bool IsFinal);

/// <summary>A message on one of its ways: with those recipients that are there.</summary>
/// <param name="Recipients">By their place in the envelope.</param>
internal sealed record Delivery(QueuedMessage Message, IReadOnlyList<int> Recipients)
{
    /// <summary>When a connection was first refused for it where there were others; null: it was not.</summary>
    public long? BackSince { get; init; }

    public OutgoingMessage Outgoing(IReadOnlyList<int> recipients) => new(Message.Envelope.To(recipients), Message.Kept.Read);

    /// <summary>There was no session to bring it in.</summary>
    public void Fail(IEnumerable<int> recipients, Obstacle obstacle)
    {
        // What is held meanwhile was not tried.
        foreach (var recipient in Message.State.Held ? [] : recipients)
            Message.Hear(new Word(recipient, obstacle.Answer, obstacle.By, obstacle.IsFinal));
        Message.EndWay();
    }
}
