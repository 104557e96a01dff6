using SmtpGate.Spool;

namespace SmtpGate.Queue;

/// <summary>What can be done to messages by hand.</summary>
public enum HandlingVerb
{
    /// <summary>Tried now, not at its time; what is under way goes on.</summary>
    Retry,

    /// <summary>Kept, and not tried until it is released.</summary>
    Hold,

    /// <summary>No longer held, and tried now.</summary>
    Release,

    /// <summary>Nothing of it is kept, and nobody is told.</summary>
    Remove,
}

/// <summary>What came of it.</summary>
/// <param name="Obstacle">Why it was not done; null where it was.</param>
public sealed record Handled(string Id, string? Obstacle);

/// <summary>What people can do to the messages of a queue (RL-17).</summary>
public sealed class Handling
{
    private const string NotKept = "the disk did not take the change: it is so until the gateway stops";
    private const string Sent = "it is being sent just now; it is held where that fails";
    private const string Gone = "it is gone already";
    private const string TooMuch = "too much is held already; release or remove some, or change HeldMegabytes";

    // Of what may be held, when it is told.
    private const double Fills = 0.8;

    private readonly Roll _roll;
    private readonly Destinations _destinations;
    private readonly MessageSpool _spool;
    private readonly TimeProvider _clock;
    private readonly Action<QueuedMessage> _setOut;
    private readonly ILogger _logger;

    internal Handling(
        (Roll, Destinations) queue, MessageSpool spool, TimeProvider clock, ILogger logger, Action<QueuedMessage> setOut) =>
        ((_roll, _destinations), _spool, _clock, _logger, _setOut) = (queue, spool, clock, logger, setOut);

    /// <summary>Octets that may be held; null: no limit.</summary>
    internal Func<long?> MostHeld { get; init; } = () => null;

    /// <summary>In the order in which they came.</summary>
    public IEnumerable<QueueEntry> List(Selection selection) => Chosen(selection).Select(QueueEntry.For);

    /// <summary>A message's content; null where there is no such message.</summary>
    public Stream? Read(string id) => _roll.Find(id)?.Kept.TryRead();

    /// <summary>The hosts that mail waits for, or goes to.</summary>
    public IEnumerable<QueueWay> Ways() => _destinations.All
        .Select(d => new QueueWay($"{d.Route}", d.Waiting, d.Connections))
        .Where(w => w is not { Waiting: 0, Connections: 0 });

    /// <summary>Durable once it is done; that a message is removed, a tenth of a second later at most.</summary>
    public async Task<IReadOnlyList<Handled>> HandleAsync(HandlingVerb verb, Selection selection)
    {
        var chosen = Chosen(selection).ToList();
        var tooMany = verb == HandlingVerb.Hold ? WithoutRoom(chosen) : [];
        var before = _roll.HeldOctets;
        var handled = await Task.WhenAll(chosen.Select(
            async m => new Handled(m.Kept.Id, tooMany.Contains(m) ? TooMuch : await HandleAsync(verb, m))));
        if (MostHeld() is { } limit && before <= limit * Fills && _roll.HeldOctets is var now && now > limit * Fills)
            Log.HeldFills(_logger, now, limit);
        return handled;
    }

    private HashSet<QueuedMessage> WithoutRoom(List<QueuedMessage> chosen)
    {
        var room = (MostHeld() ?? long.MaxValue) - _roll.HeldOctets;
        return [.. chosen.Where(m => !m.State.Held && !Fits(m))];

        bool Fits(QueuedMessage message)
        {
            var fits = message.Kept.Length <= room;
            room -= fits ? message.Kept.Length : 0;
            return fits;
        }
    }

    private IEnumerable<QueuedMessage> Chosen(Selection selection) =>
        (selection.Ids is { Count: > 0 } ids ? ids.Select(_roll.Find).OfType<QueuedMessage>() : _roll.All)
        .Where(m => selection.Holds(m.Text));

    private Task<string?> HandleAsync(HandlingVerb verb, QueuedMessage message) => verb switch
    {
        HandlingVerb.Retry when message.State.Held => Task.FromResult<string?>("it is held; release it"),
        HandlingVerb.Release when !message.State.Held => Task.FromResult<string?>("it is not held"),
        HandlingVerb.Retry or HandlingVerb.Release => TryNowAsync(message),
        HandlingVerb.Hold => HoldAsync(message),
        _ => RemoveAsync(message),
    };

    private async Task<string?> HoldAsync(QueuedMessage message) =>
        await ChangeAsync(message, s => s with { Held = true }) ?? (message.IsInHand ? Sent : null);

    private async Task<string?> TryNowAsync(QueuedMessage message)
    {
        var obstacle = await ChangeAsync(message, s => s with { Held = false, Next = _clock.GetUtcNow() });
        _setOut(message);
        return obstacle;
    }

    private async Task<string?> ChangeAsync(QueuedMessage message, Func<QueuedState, QueuedState> change) =>
        await message.ChangeAsync(change, s => _spool.ChangeAsync(message.Kept, s.ToOctets())) ? null
            : message.Stage == Stage.Gone ? Gone : NotKept;

    private async Task<string?> RemoveAsync(QueuedMessage message)
    {
        if (!message.TryLeave())
            return "it is being delivered just now";
        _roll.Remove(message);
        await _spool.ForgetAsync(message.Kept);
        return null;
    }
}
