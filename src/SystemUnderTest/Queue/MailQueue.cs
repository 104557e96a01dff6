using SmtpGate.DropFolder;
using SmtpGate.Grammar;
using SmtpGate.Outgoing;
using SmtpGate.Spool;

namespace SmtpGate.Queue;

/// <summary>
/// The messages that the gateway has taken, on their way: each is tried on all of its ways at once, then again as the plan
/// says, until every recipient has it or its sender has heard why not.
/// </summary>
public sealed class MailQueue : IAcceptance, IAsyncDisposable
{
    private readonly MessageSpool _spool;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly Roll _roll = new();
    private readonly Schedule _schedule;
    private readonly Reporting _reporting;
    private readonly Destinations _destinations;
    private readonly UnderWay _judging = new();
    private volatile QueueTerms _terms;
    private volatile bool _isStarted;

    /// <param name="berths">Null: those of the process.</param>
    public MailQueue(MessageSpool spool, QueueTerms terms, TimeProvider clock, ILogger logger, Berths? berths = null)
    {
        (_spool, _terms, _clock, _logger) = (spool, terms, clock, logger);
        _schedule = new Schedule(clock, Due);
        _reporting = new Reporting(spool, clock, logger, Enter);
        _destinations = new Destinations(() => _terms, clock, logger, berths ?? Berths.OfProcess);
        Handling = new Handling((_roll, _destinations), spool, clock, logger, SetOut)
        {
            MostHeld = () => _terms.Options.HeldOctets,
        };
    }

    public bool SendsReports => true;

    public bool CanRequireTls(Mailbox? recipient) => _terms.Routes.CanRequireTls(recipient?.Domain);

    public Reply? Refusal => _spool.HasRoom ? null : Replies.NoRoom;

    /// <summary>Ends when all that was left is known.</summary>
    public Task Loading { get; private set; } = Task.CompletedTask;

    /// <summary>What people can do to messages.</summary>
    public Handling Handling { get; }

    /// <summary>Where that lies which nobody can be told of.</summary>
    public Badmail Badmail => _reporting.Badmail;

    /// <summary>Messages that are kept.</summary>
    public int Count => _spool.Count;

    /// <summary>Those of them that wait for their next try.</summary>
    public int Waiting => _roll.Waiting;

    /// <summary>New settings: for what is brought away from now on.</summary>
    public void Use(QueueTerms terms)
    {
        _terms = terms;
        _spool.Use(terms.Room);
        _destinations.Change();
    }

    /// <summary>No server gives it mail any more.</summary>
    public void SayThatItIsLeft() => Log.Left(_logger, _spool.Folder, Count);

    /// <summary>What was left when the gateway stopped goes on its way, the first of it while the last is still read.</summary>
    public void Start()
    {
        _isStarted = true;
        Loading = Task.Run(Load);
    }

    /// <summary>What was left when the gateway stopped is there, and stays until it is started.</summary>
    public void Load()
    {
        foreach (var kept in _spool.TakeFound())
        {
            if (QueuedEnvelope.Parse(kept.Envelope.Span) is { } envelope)
                Enter(kept, envelope);
            else
                Log.Unreadable(_logger, kept.Id);
        }
    }

    public IArrival Begin(Arriving message) => new QueueArrival(
        this, _spool.Begin(message.Id), QueuedEnvelope.Make(message, _clock.GetUtcNow(), _terms.Server));

    /// <summary>No further delivery is begun; those that are under way have until <paramref name="now"/>.</summary>
    public async Task StopAsync(CancellationToken now)
    {
        await Loading;
        await _destinations.StopAsync(now);
        await _judging.EndAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(new CancellationToken(canceled: true));
        _schedule.Dispose();
        _spool.Dispose();
        _destinations.Dispose();
    }

    /// <summary>False where it cannot be kept.</summary>
    internal async ValueTask<bool> AddAsync(SpoolDraft draft, QueuedEnvelope envelope)
    {
        if (!_spool.HasRoom || await draft.CommitAsync(envelope.ToOctets()) is not { } kept)
            return false;
        Log.Queued(_logger, kept.Id, envelope.To.Count);
        Enter(kept, envelope);
        return true;
    }

    private void Enter(SpooledMessage kept, QueuedEnvelope envelope)
    {
        var message = new QueuedMessage(kept, envelope, Settle, Judge);
        _roll.Add(message);
        if (message.State.Next > _clock.GetUtcNow())
            _schedule.Add(message, message.State.Next);
        else
            SetOut(message);
    }

    // One that was tried before its time is still in the schedule for that.
    private void Due(QueuedMessage message, DateTimeOffset at)
    {
        if (message.State.Next == at)
            SetOut(message);
    }

    private void SetOut(QueuedMessage message)
    {
        if (!_isStarted || _destinations.AreStopped || !message.TrySetOut())
            return;
        var owed = message.TakeOwed();
        var ways = message.State.Open.Except(owed.Select(w => w.Recipient))
            .GroupBy(r => _terms.Routes.Of(message.Text.DomainOf(r))).ToList();
        // Where nobody is left, or only to be told, that is a way of its own.
        var isMore = owed.Count > 0 || ways.Count == 0;
        message.Begin(ways.Count + (isMore ? 1 : 0));
        foreach (var way in ways)
            _destinations.Add(way.Key, new Delivery(message, [.. way]));
        if (owed.Count > 0)
            Settle(message, owed);
        else if (isMore)
            message.EndSettling();
    }

    private void Settle(QueuedMessage message, IReadOnlyList<Word> words) => _judging.Add(SettleAsync(message, words));

    private async Task SettleAsync(QueuedMessage message, IReadOnlyList<Word> words)
    {
        try
        {
            await TellAsync(message, Verdict.On(message, words, _terms.Options.Retries, _clock.GetUtcNow()));
            await message.ChangeAsync(
                state => state with { Open = [.. state.Open.Except(words.Select(w => w.Recipient))] },
                state => _spool.ChangeAsync(message.Kept, state.ToOctets()));
        }
        catch (Exception fault)
        {
            Log.Fault(_logger, message.Kept.Id, fault);
            // With the others, then.
            foreach (var word in words)
                message.Hear(word);
            message.LeaveUnsettled();
            return;
        }
        message.EndSettling();
    }

    private Task TellAsync(QueuedMessage message, Verdict verdict)
    {
        message.HasFailed |= verdict.Failed.Count > 0;
        return _reporting.TellAsync(message, verdict, _terms);
    }

    private void Judge(QueuedMessage message, IReadOnlyList<Word> words) => _judging.Add(JudgeAsync(message, words));

    private async Task JudgeAsync(QueuedMessage message, IReadOnlyList<Word> words)
    {
        try
        {
            var verdict = Verdict.On(message, words, _terms.Options.Retries, _clock.GetUtcNow());
            await TellAsync(message, verdict);
            if (verdict.Next is { } next)
                await WaitAsync(message, next);
            else
                await ForgetAsync(message);
            if (verdict.Next is null && !message.HasFailed)
                Log.Delivered(_logger, message.Kept.Id);
        }
        catch (Exception fault)
        {
            Log.Fault(_logger, message.Kept.Id, fault);
            // Nobody could be told: that is tried again, for those who have not got it.
            var done = words.Where(w => w.IsDone).Select(w => w.Recipient);
            var next = _clock.GetUtcNow() + _terms.Options.Retries.After(1);
            message.Owe(words);
            await WaitAsync(
                message, message.State with { Open = [.. message.State.Open.Except(done)], Next = next, Last = fault.Message });
        }
    }

    private Task<bool> WaitAsync(QueuedMessage message, QueuedState next)
    {
        // What was broken off, or is held, is not put off.
        if (next.Next > _clock.GetUtcNow())
            Log.Waits(_logger, message.Kept.Id, next.Next, next.Last ?? "");
        return message.WaitAsync(next, state =>
        {
            _schedule.Add(message, state.Next);
            return _spool.ChangeAsync(message.Kept, state.ToOctets());
        });
    }

    private Task ForgetAsync(QueuedMessage message)
    {
        message.Leave();
        _roll.Remove(message);
        return _spool.ForgetAsync(message.Kept);
    }
}
