using SmtpGate.Outgoing;

namespace SmtpGate.Recipients;

/// <summary>
/// A connection to the internal server, kept between verifications: opened once, reset between transactions, closed when
/// idle or old.
/// </summary>
/// <remarks>The pool's lock guards what is counted here.</remarks>
internal abstract class VerificationLine : IDisposable
{
    private readonly long _openedAt;
    private readonly ITimer _idle;
    private volatile bool _isEnding;

    protected VerificationLine(VerifierSettings settings, OutgoingSession session, VerificationPool pool, TimeProvider clock)
    {
        (Settings, Session, Pool, Clock, _openedAt) = (settings, session, pool, clock, clock.GetTimestamp());
        _idle = clock.CreateTimer(_ => pool.CloseIdle(this), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Pipelined where the server takes that; the original knew nothing of it.</summary>
    public static VerificationLine Over(
        VerifierSettings settings, OutgoingSession session, VerificationPool pool, TimeProvider clock) =>
        !settings.Exact && session.Offers("PIPELINING")
            ? new PipelinedLine(settings, session, pool, clock)
            : new LoneLine(settings, session, pool, clock);

    /// <summary>The server takes addresses in UTF-8.</summary>
    public bool TakesUtf8 => Session.Offers("SMTPUTF8");

    /// <summary>What is asked by somebody who has gone costs the others nothing.</summary>
    public abstract bool IsPipelined { get; }

    /// <summary>The gateway itself has ended it.</summary>
    public bool IsDropped { get; protected set; }

    /// <summary>Questions on it.</summary>
    public int Busy { get; private set; }

    /// <summary>A first verdict was given: losing it now says nothing of the server.</summary>
    public bool HasServed { get; private set; }

    public bool HasRoom => Busy < MostQuestions && !_isEnding;

    public bool IsOld => Clock.GetElapsedTime(_openedAt) >= Settings.LifeTime;

    protected VerifierSettings Settings { get; }

    protected OutgoingSession Session { get; }

    protected VerificationPool Pool { get; }

    protected TimeProvider Clock { get; }

    /// <summary>Cancelled when it ends.</summary>
    protected CancellationTokenSource End { get; } = new();

    protected abstract int MostQuestions { get; }

    /// <summary>Begins to listen, and to be idle; once it is among the pool's.</summary>
    public virtual void Start() => Pool.Idle(this);

    /// <summary>Asks it; the pool's lock is not held.</summary>
    public abstract void Ask(Question question);

    /// <summary>Takes the question; the pool's lock is held.</summary>
    public void Take(Question question)
    {
        Busy++;
        question.Line = this;
        _idle.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>A question is off it; the pool's lock is held. True where nothing is left on it.</summary>
    public bool Release()
    {
        Busy--;
        HasServed = true;
        Rest();
        return Busy == 0;
    }

    /// <summary>Where it has nothing to do the time begins after which it is closed. The pool's lock is held.</summary>
    public void Rest()
    {
        if (Busy > 0 || _isEnding)
            return;
        var left = Settings.LifeTime - Clock.GetElapsedTime(_openedAt);
        var wait = left < Settings.IdleTime ? left : Settings.IdleTime;
        _idle.Change(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
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
    public void Drop()
    {
        IsDropped = true;
        Dispose();
    }

    public void Dispose()
    {
        _isEnding = true;
        _idle.Dispose();
        End.Cancel();
        Session.Dispose();
    }

    // 421 on a connection that has served is its end, however it is said (RFC 5321 3.8): too many questions, or too long a pause.
    protected bool IsLost(Answer answer) => answer.Trouble == Trouble.Lost || (HasServed && answer.Reply is { Code: 421 });

    protected abstract Task SayGoodbyeAsync(CancellationToken cancel);

    private async Task QuitAsync()
    {
        using var limit = new CancellationTokenSource(Settings.TimeLimit, Clock);
        try
        {
            await SayGoodbyeAsync(limit.Token);
        }
        catch (Exception over) when (over is OperationCanceledException or IOException or ObjectDisposedException
            or InvalidOperationException)
        {
            // It did not say goodbye in time.
        }
        finally
        {
            Dispose();
        }
    }
}
