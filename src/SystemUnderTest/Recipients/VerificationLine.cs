using System.Buffers;
using SmtpGate.Outgoing;

namespace SmtpGate.Recipients;

/// <summary>
/// A connection to the internal server, kept between verifications: opened once, reset between transactions, closed when
/// idle or old. A server that takes pipelined commands is asked several questions at a time, and each in one go.
/// </summary>
/// <remarks>The pool's lock guards what it counts; the two loops of a pipelined line share a lock of their own.</remarks>
internal sealed class VerificationLine : IDisposable
{
    // As many as go into a packet or two: what stands behind a slow answer waits with it.
    private const int PipelinedQuestions = 10;

    private readonly VerifierSettings _settings;
    private readonly OutgoingSession _session;
    private readonly VerificationPool _pool;
    private readonly TimeProvider _clock;
    private readonly long _openedAt;
    private readonly ITimer _idle;
    private readonly Lock _lock = new();
    private readonly Queue<Question> _toSay = new();
    private readonly Queue<Question> _said = new();
    private readonly CancellationTokenSource _end = new();
    private readonly Task _hearing;
    private bool _isSaying;
    private bool _isEnding;

    public VerificationLine(VerifierSettings settings, OutgoingSession session, VerificationPool pool, TimeProvider clock)
    {
        (_settings, _session, _pool, _clock, _openedAt) = (settings, session, pool, clock, clock.GetTimestamp());
        IsPipelined = !settings.Exact && session.Offers("PIPELINING");
        _idle = clock.CreateTimer(_ => pool.CloseIdle(this), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _hearing = IsPipelined ? HearAllAsync() : Task.CompletedTask;
    }

    /// <summary>Questions on it; the pool's lock guards it.</summary>
    public int Busy { get; private set; }

    /// <summary>A first verdict was given: losing it now says nothing of the server.</summary>
    public bool HasServed { get; private set; }

    public bool HasRoom => Busy < (IsPipelined ? PipelinedQuestions : 1) && !_isEnding;

    public bool IsOld => _clock.GetElapsedTime(_openedAt) >= _settings.LifeTime;

    public bool IsPipelined { get; }

    /// <summary>Takes the question; the pool's lock is held.</summary>
    public void Take(Question question)
    {
        Busy++;
        question.Line = this;
        _idle.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Asks it; the pool's lock is not held.</summary>
    public void Ask(Question question)
    {
        if (question.Recipient.IsInternational && !_session.Offers("SMTPUTF8"))
        {
            question.Settle(new Verdict.Unverified("the internal server does not take SMTPUTF8 addresses", IsOutage: false));
            _pool.Finish(this, question, goesOn: true);
            return;
        }
        if (!IsPipelined)
        {
            _ = AskAloneAsync(question);
            return;
        }
        lock (_lock)
        {
            _toSay.Enqueue(question);
            if (_isSaying)
                return;
            _isSaying = true;
        }
        _ = SayAllAsync();
    }

    /// <summary>A question is off it; the pool's lock is held. True where nothing is left on it.</summary>
    public bool Release()
    {
        Busy--;
        HasServed = true;
        if (Busy > 0)
            return false;
        var left = _settings.LifeTime - _clock.GetElapsedTime(_openedAt);
        var wait = left < _settings.IdleTime ? left : _settings.IdleTime;
        if (!_isEnding)
            _idle.Change(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        return true;
    }

    /// <summary>No more questions; an orderly end once those on it are answered. The pool's lock is held.</summary>
    public void Retire()
    {
        _isEnding = true;
        _idle.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        if (Busy == 0)
            _ = QuitAsync();
    }

    /// <summary>Ends it on the spot: it is out of step, so nothing said on it could be trusted.</summary>
    public void Dispose()
    {
        _isEnding = true;
        _idle.Dispose();
        _end.Cancel();
        _session.Dispose();
    }

    // One question, a command at a time.
    private async Task AskAloneAsync(Question question)
    {
        var goesOn = false;
        try
        {
            goesOn = await TryAloneAsync(question) && await CleanAsync();
        }
        catch (OperationCanceledException)
        {
            // It was ended under us, or nobody answered RSET.
        }
        _pool.Finish(this, question, goesOn);
    }

    private async Task<bool> TryAloneAsync(Question question)
    {
        var recipient = question.Recipient;
        if (_session.IsOutOfStep || (_settings.Exact && HasServed && !(await _session.ResetAsync(_end.Token)).IsDone))
            return false;
        var mail = await _session.MailAsync($"<{_settings.MailFrom}>", Dialogue.Parameters(recipient), _end.Token);
        if (mail.Trouble == Trouble.Lost)
            return false;
        if (!mail.IsDone)
            return Settled(question, Dialogue.Refused(mail), false);
        var rcpt = await _session.RcptAsync(Dialogue.Address(_settings, recipient), _end.Token);
        if (rcpt.Trouble == Trouble.Lost)
            return false;
        var (verdict, goesOn) = Dialogue.Judge(rcpt);
        return Settled(question, verdict, goesOn);
    }

    private static bool Settled(Question question, Verdict verdict, bool goesOn)
    {
        question.Settle(verdict);
        return goesOn;
    }

    // The client need not wait while the transaction is cleared away. The original resets before each reuse instead.
    private async Task<bool> CleanAsync()
    {
        if (_settings.Exact)
            return true;
        using var limit = new CancellationTokenSource(_settings.TimeLimit, _clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _end.Token);
        return (await _session.ResetAsync(both.Token)).IsDone;
    }

    // What has gathered while the last went out goes out together.
    private async Task SayAllAsync()
    {
        while (PutAll())
        {
            if (!await _session.SendAsync(CancellationToken.None))
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
                Dialogue.Put(_session.Output, _settings, question.Recipient);
                _said.Enqueue(question);
            }
            return _isSaying;
        }
    }

    private async Task HearAllAsync()
    {
        try
        {
            while (await HearOneAsync())
            {
                // And the next.
            }
        }
        catch (OperationCanceledException)
        {
            // It was ended under us.
        }
        _pool.Lose(this, Left());
    }

    /// <summary>The answers to MAIL, RCPT and RSET. False where it cannot go on.</summary>
    private async Task<bool> HearOneAsync()
    {
        var mail = await _session.HearAsync(_end.Token);
        Question? question;
        lock (_lock)
        {
            // An answer that nobody asked for, or the end.
            if (mail.Trouble == Trouble.Lost || !_said.TryPeek(out question))
                return false;
        }
        var rcpt = mail.IsDone ? await _session.HearAsync(_end.Token) : mail;
        if (rcpt.Trouble == Trouble.Lost)
            return false;
        var (verdict, goesOn) = mail.IsDone ? Dialogue.Judge(rcpt) : (Dialogue.Refused(mail), false);
        question.Settle(verdict);
        lock (_lock)
            _said.Dequeue();
        goesOn = goesOn && (await _session.HearAsync(_end.Token)).IsDone;
        _pool.Finish(this, question, goesOn);
        return goesOn;
    }

    private List<Question> Left()
    {
        lock (_lock)
        {
            List<Question> left = [.. _said, .. _toSay];
            _said.Clear();
            _toSay.Clear();
            return left;
        }
    }

    private async Task QuitAsync()
    {
        using var limit = new CancellationTokenSource(_settings.TimeLimit, _clock);
        try
        {
            if (IsPipelined)
                await SayQuitAsync(limit.Token);
            else
                await _session.QuitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            // It did not say goodbye in time.
        }
        Dispose();
    }

    private async Task SayQuitAsync(CancellationToken cancel)
    {
        _session.Output.Write("QUIT\r\n"u8);
        await _session.SendAsync(cancel);
        // Whoever hears the answers hears the last one, to which there is no question.
        await _hearing.WaitAsync(cancel);
    }
}
