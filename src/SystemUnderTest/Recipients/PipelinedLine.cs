using System.Buffers;
using SmtpGate.Outgoing;

namespace SmtpGate.Recipients;

/// <summary>Several questions at a time, each in one go: what has gathered while the last went out goes out together.</summary>
/// <remarks>One loop says, another hears; they share a lock of their own.</remarks>
internal sealed class PipelinedLine(
    VerifierSettings settings, OutgoingSession session, VerificationPool pool, TimeProvider clock)
    : VerificationLine(settings, session, pool, clock)
{
    private readonly Lock _lock = new();
    private readonly Queue<Question> _toSay = new();
    private readonly Queue<Question> _said = new();
    private Task _hearing = Task.CompletedTask;
    private bool _isSaying;
    private bool _isOver;

    public override bool IsPipelined => true;

    // As many as go into a packet or two: what stands behind a slow answer waits with it.
    protected override int MostQuestions => 10;

    public override void Start()
    {
        _hearing = HearAllAsync();
        base.Start();
    }

    public override void Ask(Question question)
    {
        if (Enqueue(question) is not { } mustSay)
            Pool.Lose(this, [question]);
        else if (mustSay)
            _ = SayAllAsync();
    }

    protected override async Task SayGoodbyeAsync(CancellationToken cancel)
    {
        Session.Output.Write("QUIT\r\n"u8);
        await Session.SendAsync(cancel);
        // Whoever hears the answers hears the last one, to which there is no question.
        await _hearing.WaitAsync(cancel);
    }

    /// <summary>True where nobody is saying things already; null where it has ended.</summary>
    private bool? Enqueue(Question question)
    {
        lock (_lock)
        {
            if (_isOver)
                return null;
            _toSay.Enqueue(question);
            var mustSay = !_isSaying;
            _isSaying = true;
            return mustSay;
        }
    }

    private async Task SayAllAsync()
    {
        while (PutAll())
        {
            if (!await Session.SendAsync(CancellationToken.None))
                return;
        }
    }

    private bool PutAll()
    {
        lock (_lock)
        {
            _isSaying = _toSay.Count > 0;
            while (_toSay.TryDequeue(out var question))
            {
                Dialogue.Put(Session.Output, Settings, question.Recipient);
                _said.Enqueue(question);
            }
            return _isSaying;
        }
    }

    private async Task HearAllAsync()
    {
        // Whoever opened it is not to do the hearing.
        await Task.Yield();
        try
        {
            while (await HearOneAsync())
            {
                // And the next.
            }
        }
        catch (Exception over) when (over is OperationCanceledException or IOException or ObjectDisposedException
            or InvalidOperationException)
        {
            // It was ended under us.
        }
        finally
        {
            Pool.Lose(this, Left());
        }
    }

    /// <summary>The answers to MAIL, RCPT and RSET. False where it cannot go on.</summary>
    private async Task<bool> HearOneAsync()
    {
        var mail = await Session.HearAsync(End.Token);
        // An answer that nobody asked for, or the end.
        if (IsLost(mail) || First() is not { } question)
            return false;
        var rcpt = mail.IsDone ? await Session.HearAsync(End.Token) : mail;
        if (IsLost(rcpt))
            return false;
        var (verdict, goesOn) = mail.IsDone ? Dialogue.Judge(rcpt) : (Dialogue.Refused(mail), false);
        return await IsInStepAsync(goesOn) is { } inStep && Answered(question, verdict, inStep);
    }

    /// <summary>
    /// Whether it goes on behind RSET; null where the answer shows that there was one too many or too few: then it was
    /// nobody's verdict, and the question is asked elsewhere.
    /// </summary>
    private async ValueTask<bool?> IsInStepAsync(bool goesOn)
    {
        if (!goesOn)
            return false;
        var reset = await Session.HearAsync(End.Token);
        IsDropped |= reset.Trouble != Trouble.Lost && !reset.IsDone;
        return IsDropped ? null : reset.IsDone;
    }

    private bool Answered(Question question, Verdict verdict, bool goesOn)
    {
        question.Settle(verdict);
        lock (_lock)
            _said.Dequeue();
        Pool.Finish(this, question, goesOn);
        return goesOn;
    }

    private Question? First()
    {
        lock (_lock)
            return _said.TryPeek(out var question) ? question : null;
    }

    private List<Question> Left()
    {
        lock (_lock)
        {
            _isOver = true;
            List<Question> left = [.. _said, .. _toSay];
            _said.Clear();
            _toSay.Clear();
            return left;
        }
    }
}
