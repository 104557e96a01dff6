using System.Net;
using SmtpGate.Outgoing;

namespace SmtpGate.Recipients;

/// <summary>
/// The connections to one internal server: no more than so many, the least busy first, another rather than behind a slow
/// answer. Questions that find no room wait in their order.
/// </summary>
internal sealed class VerificationPool(VerifierSettings settings, IPEndPoint server, TimeProvider clock, ILogger logger)
    : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly List<VerificationLine> _lines = [];
    private readonly LinkedList<Question> _waiting = [];
    private int _opening;
    private long? _refusedAt;
    private bool _isRetired;

    /// <summary>There is a connection, or will be in a moment.</summary>
    public bool IsOpen
    {
        get
        {
            lock (_lock)
                return _lines.Count + _opening > 0;
        }
    }

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
            line = question.Line is { } on && (isTooLate || !on.IsPipelined) && _lines.Contains(on) ? on : null;
        }
        if (line is not null)
            Drop(line);
    }

    /// <summary>A question is off its line.</summary>
    /// <param name="goesOn">False where the line is out of step.</param>
    public void Finish(VerificationLine line, Question question, bool goesOn)
    {
        lock (_lock)
        {
            question.Line = null;
            var hadServed = line.HasServed;
            var isFree = line.Release();
            if (!goesOn)
                Settle(question, hadServed);
            else if (isFree && (_isRetired || line.IsOld))
                RetireLocked(line, _isRetired ? "it is no longer needed" : "its time is over");
        }
        if (!goesOn)
            Drop(line);
        Distribute();
    }

    /// <summary>A line has ended under its questions.</summary>
    public void Lose(VerificationLine line, IReadOnlyList<Question> left)
    {
        lock (_lock)
        {
            foreach (var question in left)
                Settle(question, line.HasServed);
        }
        Drop(line);
        Distribute();
    }

    public void CloseIdle(VerificationLine line)
    {
        lock (_lock)
        {
            if (line.Busy == 0 && _lines.Contains(line))
                RetireLocked(line, "it was idle");
        }
    }

    /// <summary>Keeps no connection from now on; what is under way ends as it would have.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _isRetired = true;
            foreach (var line in _lines.Where(l => l.Busy == 0).ToList())
                RetireLocked(line, "it is no longer needed");
        }
    }

    // A connection that had worked may have been closed meanwhile: that says nothing of the question, which is asked anew.
    private void Settle(Question question, bool hadServed)
    {
        if (question.IsSettled)
            return;
        if (!hadServed || question.IsAskedAgain)
        {
            question.Settle(new Verdict.Unverified("the internal server closed the connection"));
            return;
        }
        question.IsAskedAgain = true;
        question.Line = null;
        _waiting.AddFirst(question);
    }

    private void Drop(VerificationLine line)
    {
        lock (_lock)
            _lines.Remove(line);
        line.Dispose();
    }

    private void RetireLocked(VerificationLine line, string why)
    {
        _lines.Remove(line);
        Log.Closed(logger, server, why);
        line.Retire();
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
            while (_waiting.First is { } first && first.Value.IsSettled)
                _waiting.RemoveFirst();
            if (_waiting.First is not { } next)
                return null;
            var line = LeastBusy();
            // Rather a moment later on another connection than behind an answer that may be slow.
            if (line is null or { Busy: > 0 } && OpenIfAllowed())
                return null;
            if (line is null)
                return null;
            _waiting.RemoveFirst();
            line.Take(next.Value);
            return (next.Value, line);
        }
    }

    // Without the luxury of queries: this is asked for each recipient.
    private VerificationLine? LeastBusy()
    {
        VerificationLine? least = null;
        for (var i = _lines.Count - 1; i >= 0; i--)
        {
            var line = _lines[i];
            if (line.IsOld && line.Busy == 0)
                RetireLocked(line, "its time is over");
            else if (line.HasRoom && !line.IsOld && (least is null || line.Busy < least.Busy))
                least = line;
        }
        return least;
    }

    // As many as there are questions for, and no more than there may be.
    private bool OpenIfAllowed()
    {
        if (_opening > 0 && _opening >= _waiting.Count)
            return true;
        // A server that takes no more connections is not asked for another with each question.
        var isRefusing = _lines.Count > 0 && _refusedAt is { } at && clock.GetElapsedTime(at) < Pause;
        if (isRefusing || _opening + _lines.Count(l => !l.IsOld) >= settings.Connections)
            return false;
        _opening++;
        _ = OpenAsync();
        return true;
    }

    private async Task OpenAsync()
    {
        using var limit = new CancellationTokenSource(settings.TimeLimit, clock);
        var (session, obstacle) = (default(OutgoingSession), default(Answer));
        try
        {
            var introduction = new Introduction(settings.HeloName, settings.Exact, settings.Tls);
            (session, obstacle) = await OutgoingSession.OpenAsync(server, introduction, limit.Token);
        }
        catch (OperationCanceledException)
        {
            // Whoever waits has given up by now.
        }
        if (Opened(session, obstacle, limit.IsCancellationRequested))
            Distribute();
    }

    /// <summary>True where those who wait may go on.</summary>
    private bool Opened(OutgoingSession? session, Answer obstacle, bool isTooLate)
    {
        lock (_lock)
        {
            _opening--;
            if (session is not null)
            {
                Log.Opened(logger, server);
                _lines.Add(new VerificationLine(settings, session, this, clock));
                return true;
            }
            _refusedAt = clock.GetTimestamp();
            // Others may have got through, or will; else nobody does.
            if (_lines.Count > 0 || _opening > 0 || isTooLate)
                return _lines.Count > 0;
            foreach (var question in _waiting)
                question.Settle(new Verdict.Unverified($"no session: {obstacle}"));
            _waiting.Clear();
            return false;
        }
    }
}
