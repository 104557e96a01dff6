using System.Text;
using SmtpGate.Grammar;
using SmtpGate.Outgoing;

namespace SmtpGate.Queue;

/// <summary>What those who deliver share.</summary>
/// <param name="Now">What the queue goes by, which may change.</param>
/// <param name="Berths">Room for couriers: to hosts that somebody has named, and to those that domains name.</param>
/// <param name="Stop">No further delivery is begun.</param>
/// <param name="Cut">What is under way is broken off.</param>
internal sealed record CourierTerms(
    Func<QueueTerms> Now, TimeProvider Clock, ILogger Logger, (BerthLine Named, BerthLine Domains) Berths,
    CancellationToken Stop, CancellationToken Cut)
{
    /// <summary>As the settings are by now.</summary>
    public QueueOptions Options => Now().Options;
}

/// <summary>Brings deliveries to one host, one after another over one connection, as long as that may be used.</summary>
internal sealed class Courier(Destination destination, CourierTerms terms)
{
    // The host need not know that nobody waits for its goodbye.
    private static readonly TimeSpan GoodbyeLimit = TimeSpan.FromSeconds(5);

    // Nor need the next message wait for it.
    private static readonly TimeSpan ShortGoodbyeLimit = TimeSpan.FromSeconds(1);

    private readonly HostSessions _sessions = new(destination.Route, terms.Now, terms.Clock);
    private readonly PassedOver _passed = new();
    private readonly long _began = terms.Clock.GetTimestamp();
    private OutgoingSession? _session;
    private (long Since, string? By)? _stalled;
    private bool _hasSaidContent;
    private int _sent;

    /// <summary>Ends when nothing is left to be brought, or the gateway stops; the connection is still there.</summary>
    public async Task RunAsync()
    {
        while (!terms.Stop.IsCancellationRequested && await destination.NextAsync(_began, terms.Stop) is { } delivery
            && await BringAsync(delivery))
        {
            // The next one.
        }
    }

    public ValueTask LeaveAsync() => LeaveAsync(GoodbyeLimit);

    // False where this one is not needed: the host has enough connections.
    private async Task<bool> BringAsync(Delivery delivery)
    {
        IReadOnlyList<int> left = delivery.Recipients;
        _stalled = null;
        while (left.Count > 0)
        {
            if (await ConnectedAsync() is { } obstacle)
            {
                if (_passed.HasAny)
                {
                    SayPassed(delivery, left, obstacle);
                    break;
                }
                if (IsOfConnection(obstacle) && destination.TakeBack(delivery with { Recipients = left }))
                    return false;
                Say(delivery, left, obstacle);
                return true;
            }
            if (!delivery.Message.TakeUp())
                break;
            var now = Together(delivery, left);
            left = [.. left.Except(now), .. await TransactAsync(delivery, now)];
            delivery.Message.PutDown();
            if (left.Count > 0)
                delivery.Message.Settle();
        }
        _passed.Clear();
        await BeginAnewAsync();
        delivery.Message.EndWay();
        return true;
    }

    // What the best host would not have then it may have now; whether others stalled, too, shows when all were tried.
    private async ValueTask BeginAnewAsync()
    {
        if (_sessions.BeginAnew())
            await LeaveAsync(ShortGoodbyeLimit);
        if (_stalled is var (since, by))
            destination.Stalled(since, by);
    }

    // Whom a host without SMTPUTF8 can have does not come back with whom it cannot.
    private List<int> Together(Delivery delivery, IReadOnlyList<int> left)
    {
        var text = delivery.Message.Text;
        var isApart = text.Utf8 && !_session!.Offers("SMTPUTF8");
        var alike = left.Where(r => !isApart || Ascii.IsValid(text.To[r]) == Ascii.IsValid(text.To[left[0]]));
        return [.. alike.Take(terms.Options.RecipientsPerMessage)];
    }

    // The next best host is not there: then what the better one said counts.
    private void SayPassed(Delivery delivery, IReadOnlyList<int> left, Obstacle obstacle)
    {
        if (IsBrokenOff(obstacle.Answer))
            return;
        foreach (var recipient in left)
            delivery.Message.Hear(_passed.Of(recipient, obstacle));
    }

    // Not of the domain, and no stop.
    private bool IsOfConnection(Obstacle obstacle) => !obstacle.IsFinal && !IsBrokenOff(obstacle.Answer);

    private void Say(Delivery delivery, IReadOnlyList<int> left, Obstacle obstacle)
    {
        if (IsBrokenOff(obstacle.Answer))
        {
            delivery.Message.EndWay();
            return;
        }
        delivery.Fail(left, obstacle);
        // Whatever waits for it would hear the same.
        destination.FailAll(obstacle);
    }

    // A stop is no word of the host's: what it breaks off has not been tried.
    private bool IsBrokenOff(Answer answer) => terms.Cut.IsCancellationRequested && answer.Trouble == Trouble.Late;

    // Those whom the host would have in a further transaction (RFC 5321 4.5.3.1.10).
    private async ValueTask<IReadOnlyList<int>> TransactAsync(Delivery delivery, List<int> recipients)
    {
        var reports = _session!.Offers("DSN");
        var began = terms.Clock.GetTimestamp();
        destination.BeginTransaction();
        var outcomes = await OutcomesAsync(delivery.Outgoing(recipients));
        destination.EndTransaction();
        if (_sent++ > 0 && IsOfConnection(outcomes))
            return recipients;
        var isTaken = outcomes.Any(o => o.IsDone);
        SayWhether(isTaken, outcomes, began);
        var again = new List<int>();
        for (var i = 0; i < recipients.Count; i++)
        {
            Log.Said(
                terms.Logger, delivery.Message.Kept.Id, delivery.Message.Text.To[recipients[i]], destination.Route, outcomes[i]);
            var word = new Word(recipients[i], outcomes[i], _sessions.Host, IsOfMessage: true) { IsReportedThere = reports };
            if (IsForAnother(word, isTaken))
                again.Add(recipients[i]);
            else if (!IsBrokenOff(outcomes[i]))
                delivery.Message.Hear(word);
        }
        if (_sessions.HasNext && _passed.HoldsAny(again))
            await PassAsync();
        return again;
    }

    // RFC 5321 3.8: it has had enough of this connection, and not of the message. It need not have said so to each question, nor
    // at all: where nothing of the message was said nobody can get it twice.
    private bool IsOfConnection(IReadOnlyList<Answer> outcomes) => outcomes.All(o => o.Reply is { Code: 421 })
        || (!_hasSaidContent && outcomes.All(o => o.Reply is { Code: 421 } || o.Trouble == Trouble.Lost));

    // Another transaction, or another host.
    private bool IsForAnother(Word word, bool isTaken)
    {
        if (isTaken && word.Answer.Reply is { Code: 452 or 552 } reply && IsTooMany(reply))
            return true;
        return _sessions.HasNext && !IsBrokenOff(word.Answer) && _passed.Take(word);
    }

    private async ValueTask PassAsync()
    {
        _sessions.Pass();
        await LeaveAsync(ShortGoodbyeLimit);
    }

    private void SayWhether(bool isTaken, IReadOnlyList<Answer> outcomes, long began)
    {
        if (isTaken)
            destination.Took();
        else if (outcomes.All(o => o.Trouble == Trouble.Late) && !IsBrokenOff(outcomes[0]))
            _stalled ??= (began, _sessions.Host);
    }

    // RFC 5321 4.5.3.1.10: 552 is to be taken for 452 here; where a code says more, it is of something else.
    private static bool IsTooMany(Reply reply) => reply.Lines[0].Contains(".5.3", StringComparison.Ordinal)
        || (reply.Code == 552 && !reply.Lines[0].StartsWith("5.", StringComparison.Ordinal));

    private async ValueTask<IReadOnlyList<Answer>> OutcomesAsync(OutgoingMessage message)
    {
        using var watch = new CancellationTokenSource(terms.Options.Limits.Command, terms.Clock);
        // Its session breaks off where it waits, so that nothing is sent behind it.
        await using var cut = terms.Cut.Register(watch.Cancel);
        IReadOnlyList<Answer> outcomes;
        Transaction? transaction = null;
        try
        {
            transaction = new Transaction(_session!, message, terms.Options.Limits, watch);
            outcomes = await transaction.RunAsync();
        }
        catch (OperationCanceledException)
        {
            outcomes = [.. message.Envelope.Recipients.Select(_ => (Answer)Trouble.Late)];
        }
        catch (Exception fault)
        {
            // The content could not be read, or it is a fault of ours: what the host has of it is no message.
            Log.Broken(terms.Logger, message.Envelope.Id, destination.Route, fault);
            outcomes = [.. message.Envelope.Recipients.Select(_ => (Answer)Trouble.Lost)];
        }
        _hasSaidContent = transaction is { HasSaidContent: true };
        if (outcomes.Any(o => o.Trouble != Trouble.None || o.Reply is { Code: 421 }))
            Drop();
        else if (!outcomes.Any(o => o.IsDone))
            await ResetAsync();
        return outcomes;
    }

    // A transaction that was refused may be open still.
    private async ValueTask ResetAsync()
    {
        // Another session costs less than to wait for this one.
        using var watch = new CancellationTokenSource(GoodbyeLimit, terms.Clock);
        try
        {
            if (!(await _session!.ResetAsync(watch.Token)).IsDone)
                Drop();
        }
        catch (OperationCanceledException)
        {
            Drop();
        }
    }

    // Null where there is a session.
    private async ValueTask<Obstacle?> ConnectedAsync()
    {
        if (_session is not null && (_sent >= terms.Options.MessagesPerConnection || _session.IsOutOfStep))
            await LeaveAsync(ShortGoodbyeLimit);
        if (_session is not null)
            return null;
        _sent = 0;
        try
        {
            (_session, var obstacle) = await _sessions.OpenAsync(terms.Cut);
            return obstacle;
        }
        catch (Exception fault)
        {
            // Whatever it is: who waits for it is tried again, and does not wait for ever.
            Log.NoSession(terms.Logger, destination.Route, fault);
            return new Obstacle(Trouble.Lost, null, IsFinal: false);
        }
    }

    private async ValueTask LeaveAsync(TimeSpan most)
    {
        if (_session is null)
            return;
        using var limit = new CancellationTokenSource(most, terms.Clock);
        await using var cut = terms.Cut.Register(limit.Cancel);
        try
        {
            await _session.QuitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            // It did not say goodbye in time.
        }
        Drop();
    }

    private void Drop()
    {
        _session?.Dispose();
        _session = null;
    }
}
