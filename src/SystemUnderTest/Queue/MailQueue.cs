using System.Collections.Concurrent;
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
    private readonly Schedule _schedule;
    private readonly Reporting _reporting;
    private readonly ConcurrentDictionary<Route, Destination> _destinations = new();
    private readonly UnderWay _judging = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _cut = new();
    private volatile QueueTerms _terms;

    public MailQueue(MessageSpool spool, QueueTerms terms, TimeProvider clock, ILogger logger)
    {
        (_spool, _terms, _clock, _logger) = (spool, terms, clock, logger);
        _schedule = new Schedule(clock, SetOut);
        _reporting = new Reporting(spool, clock, logger, SetOut, Judge);
    }

    public Reply? Refusal => _spool.HasRoom ? null : Replies.NoRoom;

    /// <summary>New settings: for what is brought away from now on.</summary>
    public void Use(QueueTerms terms)
    {
        _terms = terms;
        _spool.Use(terms.Room);
    }

    /// <summary>What was left when the gateway stopped goes on its way.</summary>
    public void Start()
    {
        foreach (var kept in _spool.Found)
        {
            if (QueuedEnvelope.Parse(kept.Envelope.Span) is not { } envelope)
            {
                Log.Unreadable(_logger, kept.Id);
                continue;
            }
            var message = new QueuedMessage(kept, envelope, Judge);
            if (message.State.Next > _clock.GetUtcNow())
                _schedule.Add(message, message.State.Next);
            else
                SetOut(message);
        }
    }

    public IArrival Begin(Arriving message) => new QueueArrival(
        this, _spool.Begin(message.Id), QueuedEnvelope.Make(message, _clock.GetUtcNow(), _terms.Server));

    /// <summary>No further delivery is begun; those that are under way have until <paramref name="now"/>.</summary>
    public async Task StopAsync(CancellationToken now)
    {
        await _stop.CancelAsync();
        await using var cut = now.Register(_cut.Cancel);
        await Task.WhenAll(_destinations.Values.Select(d => d.EndAsync()));
        await _judging.EndAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _cut.CancelAsync();
        await StopAsync(new CancellationToken(canceled: true));
        _schedule.Dispose();
        _spool.Dispose();
        _stop.Dispose();
        _cut.Dispose();
    }

    /// <summary>Messages that are kept.</summary>
    public int Count => _spool.Count;

    /// <summary>Those of them that wait for their next try.</summary>
    public int Waiting => _schedule.Count;

    /// <summary>False where it cannot be kept.</summary>
    internal async ValueTask<bool> AddAsync(SpoolDraft draft, QueuedEnvelope envelope)
    {
        if (!_spool.HasRoom || await draft.CommitAsync(envelope.ToOctets()) is not { } kept)
            return false;
        Log.Queued(_logger, kept.Id, envelope.To.Count);
        SetOut(new QueuedMessage(kept, envelope, Judge));
        return true;
    }

    private void SetOut(QueuedMessage message)
    {
        if (_stop.IsCancellationRequested)
            return;
        var ways = message.State.Open.GroupBy(r => _terms.Routes.Of(message.Envelope.Recipients[r].Domain)).ToList();
        message.Begin(ways.Count);
        foreach (var way in ways)
            DestinationOf(way.Key).Add(new Delivery(message, [.. way]));
    }

    private Destination DestinationOf(Route route) => _destinations.GetOrAdd(
        route,
        r => new Destination(r, new CourierTerms(() => _terms, _clock, _logger, _stop.Token, _cut.Token)));

    private void Judge(QueuedMessage message, IReadOnlyList<Word> words) => _judging.Add(JudgeAsync(message, words));

    private async Task JudgeAsync(QueuedMessage message, IReadOnlyList<Word> words)
    {
        try
        {
            var verdict = Verdict.On(message, words, _terms.Options.Retries, _clock.GetUtcNow());
            await _reporting.TellAsync(message, verdict, _terms);
            if (verdict.Next is { } next)
                await WaitAsync(message, next);
            else
                await _spool.ForgetAsync(message.Kept);
            if (verdict is { Next: null, Failed.Count: 0 })
                Log.Delivered(_logger, message.Kept.Id);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Log.Fault(_logger, message.Kept.Id, fault);
            // Nobody could be told: that is tried again, for those who have not got it.
            var done = words.Where(w => w.IsDone).Select(w => w.Recipient);
            message.State = message.State with { Open = [.. message.State.Open.Except(done)] };
            _schedule.Add(message, _clock.GetUtcNow() + _terms.Options.Retries.After(1));
        }
    }

    private async Task WaitAsync(QueuedMessage message, QueuedState next)
    {
        message.State = next;
        Log.Waits(_logger, message.Kept.Id, next.Next, next.Last ?? "");
        await _spool.ChangeAsync(message.Kept, next.ToOctets());
        _schedule.Add(message, next.Next);
    }
}
