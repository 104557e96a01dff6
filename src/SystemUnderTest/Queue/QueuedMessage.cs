using SmtpGate.Outgoing;
using SmtpGate.Spool;

namespace SmtpGate.Queue;

/// <summary>What a host has said of a recipient.</summary>
/// <param name="IsOfMessage">It was said in a transaction; a host that will not have a session has said nothing of mail.</param>
internal readonly record struct Word(int Recipient, Answer Answer, string? By, bool IsOfMessage)
{
    public bool IsDone => IsOfMessage && Answer.IsDone;

    /// <summary>Whoever has it now tells the sender what was asked for (RFC 3461).</summary>
    public bool IsReportedThere { get; init; }

    /// <summary>It was not for another host: it was put where it belongs.</summary>
    public bool IsLocal { get; init; }

    /// <summary>It need not be tried again.</summary>
    public bool IsFinal => IsOfMessage && Answer.Reply is { Code: >= 500 };
}

/// <summary>Where a message is.</summary>
internal enum Stage
{
    /// <summary>For its next try, or because it is held.</summary>
    Waits,

    /// <summary>On at least one of its ways.</summary>
    UnderWay,

    /// <summary>On none any more; what was heard is made use of.</summary>
    Judged,

    /// <summary>Nothing of it is kept.</summary>
    Gone,
}

/// <summary>A message that waits, or is on its way.</summary>
/// <param name="settled">
/// Told of whom nothing more will be heard, while others are still tried. It counts as a way, and ends when all is done of that.
/// </param>
/// <param name="ended">Told when it has been tried on all of its ways, with what was heard there of the others.</param>
internal sealed class QueuedMessage(
    SpooledMessage kept, QueuedEnvelope envelope, Action<QueuedMessage, IReadOnlyList<Word>> settled,
    Action<QueuedMessage, IReadOnlyList<Word>> ended)
{
    private readonly Lock _lock = new();
    private readonly List<Word> _words = [];
    private IReadOnlyList<Word> _owed = [];
    private int _ways;
    private int _inHand;
    private bool _isSettling;

    public SpooledMessage Kept { get; } = kept;

    public QueuedEnvelope Text { get; } = envelope;

    /// <summary>Made for whoever needs it: most messages of a long queue only wait.</summary>
    public Arriving Envelope => Text.ToMessage(Kept.Id);

    public Stage Stage { get; private set; }

    /// <summary>Somebody was given up; its sender has heard of it.</summary>
    public bool HasFailed { get; set; }

    public QueuedState State { get; private set; } = QueuedState.Parse(kept.State.Span)
        ?? new QueuedState([.. Enumerable.Range(0, envelope.To.Count)], 0, envelope.Arrived);

    /// <summary>It waits, and may be tried.</summary>
    public bool TrySetOut()
    {
        lock (_lock)
        {
            if (Stage != Stage.Waits || State.Held)
                return false;
            Stage = Stage.UnderWay;
            _words.Clear();
            return true;
        }
    }

    /// <summary>What was heard could not be told: that is done when it sets out again, and nobody gets it twice.</summary>
    public void Owe(IReadOnlyList<Word> words) => _owed = [.. words.Where(w => w.IsDone || w.IsFinal)];

    public IReadOnlyList<Word> TakeOwed()
    {
        var owed = _owed;
        _owed = [];
        return owed;
    }

    /// <summary>It sets out on so many ways.</summary>
    public void Begin(int ways)
    {
        lock (_lock)
            _ways = ways;
    }

    /// <summary>To be sent now. False: it is held or gone meanwhile.</summary>
    public bool TakeUp()
    {
        lock (_lock)
        {
            if (Stage == Stage.Gone || State.Held)
                return false;
            _inHand++;
            return true;
        }
    }

    /// <summary>It is being sent.</summary>
    public bool IsInHand => Volatile.Read(ref _inHand) > 0;

    public void PutDown()
    {
        lock (_lock)
            _inHand--;
    }

    public void Hear(Word word)
    {
        lock (_lock)
            _words.Add(word);
    }

    /// <summary>More of it is under way: who has it, or never gets it, does not wait for that.</summary>
    public void Settle()
    {
        List<Word> words;
        lock (_lock)
        {
            words = _words.FindAll(w => w.IsDone || w.IsFinal);
            // One after another: what comes meanwhile is told together, not each in a report of its own.
            if (words.Count == 0 || Stage != Stage.UnderWay || _isSettling)
                return;
            _words.RemoveAll(w => w.IsDone || w.IsFinal);
            _ways++;
            _isSettling = true;
        }
        settled(this, words);
    }

    public void EndWay()
    {
        if (Volatile.Read(ref _ways) > 1)
            Settle();
        End();
    }

    /// <summary>What was settled is done.</summary>
    public void EndSettling()
    {
        lock (_lock)
            _isSettling = false;
        EndWay();
    }

    /// <summary>It could not be: then it is judged with the others, and not before.</summary>
    public void LeaveUnsettled()
    {
        lock (_lock)
            _isSettling = false;
        End();
    }

    private void End()
    {
        lock (_lock)
        {
            if (--_ways > 0 || Stage == Stage.Gone)
                return;
            Stage = Stage.Judged;
        }
        ended(this, _words);
    }

    /// <summary>It has been judged, and waits. That it is held meanwhile stays true.</summary>
    /// <param name="keep">Sees to it that it is tried then, and writes it down, in the order of changes.</param>
    public Task<bool> WaitAsync(QueuedState next, Func<QueuedState, Task<bool>> keep)
    {
        lock (_lock)
        {
            var kept = keep(State = next with { Held = State.Held });
            Stage = Stage.Waits;
            return kept;
        }
    }

    /// <summary>Somebody wants it otherwise.</summary>
    public Task<bool> ChangeAsync(Func<QueuedState, QueuedState> change, Func<QueuedState, Task<bool>> keep)
    {
        lock (_lock)
            return keep(State = change(State));
    }

    /// <summary>False while it is being sent or judged: it could be somewhere else already.</summary>
    public bool TryLeave()
    {
        lock (_lock)
        {
            if (_inHand > 0 || Stage is Stage.Judged or Stage.Gone)
                return false;
            Stage = Stage.Gone;
            return true;
        }
    }

    /// <summary>Nobody waits for it any more.</summary>
    public void Leave()
    {
        lock (_lock)
            Stage = Stage.Gone;
    }
}
