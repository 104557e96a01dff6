using System.Collections.Concurrent;

namespace SmtpGate.Queue;

/// <summary>Every message that a queue has, by its id.</summary>
internal sealed class Roll
{
    private readonly ConcurrentDictionary<string, QueuedMessage> _messages = new(StringComparer.Ordinal);

    /// <summary>In the order in which they came.</summary>
    public IEnumerable<QueuedMessage> All => _messages.Values.OrderBy(m => m.Text.Arrived);

    /// <summary>Those that wait for their next try.</summary>
    public int Waiting => _messages.Values.Count(m => m is { Stage: Stage.Waits, State.Held: false });

    /// <summary>Of the content of those that are held.</summary>
    public long HeldOctets => _messages.Values.Where(m => m.State.Held).Sum(m => m.Kept.Length);

    public void Add(QueuedMessage message) => _messages[message.Kept.Id] = message;

    public void Remove(QueuedMessage message) => _messages.TryRemove(message.Kept.Id, out _);

    public QueuedMessage? Find(string id) => _messages.GetValueOrDefault(id);
}
