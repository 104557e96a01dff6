using System.Net;
using System.Net.Sockets;
using SmtpGate.Outgoing;

namespace SmtpGate.Recipients;

/// <summary>
/// The connections to one internal server: no more than so many, the least busy first, another rather than behind a slow
/// answer. Questions that find no room wait in their order.
/// </summary>
/// <param name="beforeOpening">Called before each new connection: the settings may be others by then.</param>
internal sealed class VerificationPool(
    VerifierSettings settings, IPEndPoint server, TimeProvider clock, ILogger logger, Action beforeOpening) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private static readonly Verdict NoUtf8 =
        new Verdict.Unverified("the internal server does not take SMTPUTF8 addresses", IsOutage: false);

    private readonly Lock _lock = new();
    private readonly KeptLines _lines = new(server, logger);
    private readonly LinkedList<Question> _waiting = [];
    private int _opening;
    private long? _refusedAt;
    private bool _isRetired;

    public void Ask(Question question)
    {
        lock (_lock)
            _waiting.AddLast(question);
        Distribute();
    }

    /// <summary>Nobody waits for it any more.</summary>
    /// <param name="isTooLate">The server had its time: what it was asked on is of no more use.</param>
    public void GiveUp(Question question, bool isTooLate)
    {
        VerificationLine? line;
        lock (_lock)
        {
            _waiting.Remove(question);
            line = question.Line is { } on && (isTooLate || !on.IsPipelined) && _lines.Remove(on) ? on : null;
        }
        line?.Drop();
        if (line is not null)
            Distribute();
    }

    /// <summary>A question is off its line, with its verdict.</summary>
    /// <param name="goesOn">False where the line is out of step.</param>
    public void Finish(VerificationLine line, Question question, bool goesOn)
    {
        lock (_lock)
        {
            question.Line = null;
            var isFree = line.Release();
            if (!goesOn)
                _lines.Remove(line);
            else if (isFree)
                _lines.Freed(line);
        }
        if (!goesOn)
            line.Drop();
        Distribute();
    }

    /// <summary>
    /// A line has ended under its questions, the one that was being answered first. A line that had worked may have been
    /// closed meanwhile, and who stood behind had no say: that tells nothing of a question, which is asked anew. Each line that
    /// is lost has served one or costs one its answer, so that this has an end.
    /// </summary>
    public void Lose(VerificationLine line, IReadOnlyList<Question> left)
    {
        lock (_lock)
        {
            _lines.Remove(line);
            var isInnocent = line.HasServed || line.IsDropped;
            for (var i = left.Count - 1; i >= 0; i--)
            {
                left[i].Line = null;
                if (isInnocent || i > 0)
                    _waiting.AddFirst(left[i]);
                else
                    left[i].Settle(new Verdict.Unverified("the internal server closed the connection"));
            }
        }
        line.Drop();
        Distribute();
    }

    /// <summary>Questions that have found no connection; they are somebody else's now.</summary>
    public IReadOnlyList<Question> TakeWaiting()
    {
        lock (_lock)
        {
            List<Question> waiting = [.. _waiting];
            _waiting.Clear();
            return waiting;
        }
    }

    /// <summary>A line is there, and has nothing to do yet.</summary>
    public void Idle(VerificationLine line)
    {
        lock (_lock)
            line.Rest();
    }

    public void CloseIdle(VerificationLine line)
    {
        lock (_lock)
        {
            _lines.WasIdle(line);
        }
    }

    /// <summary>Keeps no connection from now on; what is under way ends as it would have.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _isRetired = true;
            _lines.RetireAll();
        }
    }

    private void Distribute()
    {
        while (Next() is var (question, line))
            line.Ask(question);
    }

    private (Question Question, VerificationLine Line)? Next()
    {
        lock (_lock)
        {
            while (true)
            {
                if (NextLocked(out var isOver) is { } pair)
                    return pair;
                if (isOver)
                    return null;
            }
        }
    }

    // Null where nobody can be asked now, or where the first who waits need not be.
    private (Question Question, VerificationLine Line)? NextLocked(out bool isOver)
    {
        isOver = true;
        while (_waiting.First is { } first && first.Value.IsSettled)
            _waiting.RemoveFirst();
        if (_waiting.First is not { } next)
            return null;
        var line = _lines.LeastBusy();
        // Rather a moment later on another connection than behind an answer that may be slow.
        if (line is null or { Busy: > 0 } && OpenIfAllowed())
            return null;
        if (line is null)
            return null;
        _waiting.RemoveFirst();
        if (next.Value.Recipient.IsInternational && !line.TakesUtf8)
        {
            next.Value.Settle(NoUtf8);
            isOver = false;
            return null;
        }
        line.Take(next.Value);
        return (next.Value, line);
    }

    // As many as there are questions for, and no more than there may be.
    private bool OpenIfAllowed()
    {
        if (_opening > 0 && _opening >= _waiting.Count)
            return true;
        // A server that takes no more connections is not asked for another with each question.
        var isRefusing = _lines.Count > 0 && _refusedAt is { } at && clock.GetElapsedTime(at) < Pause;
        if (isRefusing || _opening + _lines.YoungCount >= settings.Connections)
            return false;
        _opening++;
        _ = OpenAsync();
        return true;
    }

    private async Task OpenAsync()
    {
        // Not under the lock of who found that there is need of one.
        await Task.Yield();
        beforeOpening();
        var (session, obstacle) = !_isRetired || HasWaiting ? await OpenSessionAsync() : (null, default);
        var line = session is null ? null : VerificationLine.Over(settings, session, this, clock);
        var mayGoOn = Opened(line, obstacle);
        line?.Start();
        if (mayGoOn)
            Distribute();
    }

    /// <summary>No obstacle, either: it took all the time there was, or something else was wrong.</summary>
    private async Task<(OutgoingSession? Session, Answer? Obstacle)> OpenSessionAsync()
    {
        using var limit = new CancellationTokenSource(settings.TimeLimit, clock);
        try
        {
            return await OutgoingSession.OpenAsync(server, settings.Introduction, limit.Token);
        }
        catch (OperationCanceledException)
        {
            // Whoever waited so long has given up by now.
            return (null, null);
        }
        catch (Exception fault) when (fault is IOException or SocketException or InvalidOperationException)
        {
            Log.OpeningFault(logger, server, fault);
            return (null, default(Answer));
        }
    }

    private bool HasWaiting
    {
        get
        {
            lock (_lock)
                return _waiting.Count > 0;
        }
    }

    /// <summary>True where those who wait may go on.</summary>
    /// <param name="obstacle">Null where it took all the time there was.</param>
    private bool Opened(VerificationLine? line, Answer? obstacle)
    {
        lock (_lock)
        {
            _opening--;
            if (line is not null)
            {
                _lines.Add(line);
                if (_waiting.Count == 0)
                    _lines.Freed(line);
                return true;
            }
            _refusedAt = clock.GetTimestamp();
            // Others may have got through, or will. One that was too late says nothing: who still has some time tries.
            if (_lines.Count > 0 || _opening > 0 || obstacle is null)
                return _lines.Count > 0 || _opening == 0;
            foreach (var question in _waiting)
                question.Settle(new Verdict.Unverified($"no session: {obstacle}"));
            _waiting.Clear();
            return false;
        }
    }
}
