using SmtpGate.Outgoing;
using SmtpGate.Spool;

namespace SmtpGate.Queue;

/// <summary>What a host has said of a recipient.</summary>
/// <param name="IsOfMessage">It was said in a transaction; a host that will not have a session has said nothing of mail.</param>
internal readonly record struct Word(int Recipient, Answer Answer, string? By, bool IsOfMessage)
{
    public bool IsDone => IsOfMessage && Answer.IsDone;

    /// <summary>It need not be tried again.</summary>
    public bool IsFinal => IsOfMessage && Answer.Reply is { Code: >= 500 };
}

/// <summary>A message that waits, or is on its way.</summary>
internal sealed class QueuedMessage
{
    private readonly Lock _lock = new();
    private readonly List<Word> _words = [];
    private readonly Action<QueuedMessage, IReadOnlyList<Word>> _ended;
    private int _ways;

    /// <param name="ended">Told when it has been tried on all of its ways, with what was heard there.</param>
    public QueuedMessage(
        SpooledMessage kept, QueuedEnvelope envelope, Action<QueuedMessage, IReadOnlyList<Word>> ended)
    {
        (Kept, Text, _ended) = (kept, envelope, ended);
        Envelope = envelope.ToMessage(kept.Id);
        State = QueuedState.Parse(kept.State.Span)
            ?? new QueuedState([.. Enumerable.Range(0, envelope.To.Count)], 0, envelope.Arrived);
    }

    public SpooledMessage Kept { get; }

    public QueuedEnvelope Text { get; }

    public Arriving Envelope { get; }

    public QueuedState State { get; set; }

    /// <summary>It sets out on so many ways.</summary>
    public void Begin(int ways)
    {
        lock (_lock)
        {
            _words.Clear();
            _ways = ways;
        }
    }

    public void Hear(Word word)
    {
        lock (_lock)
            _words.Add(word);
    }

    public void EndWay()
    {
        lock (_lock)
        {
            if (--_ways > 0)
                return;
        }
        _ended(this, _words);
    }
}
