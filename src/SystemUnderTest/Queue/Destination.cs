using System.Threading.Channels;
using SmtpGate.Outgoing;

namespace SmtpGate.Queue;

/// <summary>A host that mail goes to: what waits for it, and how many bring it there.</summary>
/// <param name="left">Told when nobody brings anything there any more.</param>
internal sealed class Destination(Route route, CourierTerms terms, Action<Destination> left)
{
    // A host that will have no more connections is asked for more after so long.
    private static readonly TimeSpan Modesty = TimeSpan.FromMinutes(1);

    // So long a connection goes on though others wait for the room that it takes.
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(5);

    private const long Never = long.MinValue;

    private readonly Channel<Delivery> _waiting = Channel.CreateUnbounded<Delivery>();
    private readonly Lock _lock = new();
    private readonly HashSet<Task> _couriers = [];
    // Null: a directory is on this machine; what goes there waits for no host.
    private readonly BerthLine? _line = route.Folder is not null ? null
        : route.IsDomain || route.IsLiteral ? terms.Berths.Domains : terms.Berths.Named;
    private int _idle;
    private int _bringing;
    private int _transactions;
    private bool _isAwaiting;
    private long _took = Never;
    private (int Most, long Since)? _enough;

    public Route Route => route;

    /// <summary>Deliveries that wait for a connection.</summary>
    public int Waiting => _waiting.Reader.Count;

    /// <summary>That are open, or being opened.</summary>
    public int Connections
    {
        get
        {
            lock (_lock)
                return _couriers.Count;
        }
    }

    public void Add(Delivery delivery)
    {
        _waiting.Writer.TryWrite(delivery);
        Staff();
    }

    /// <summary>
    /// The next delivery; null where none comes within the time that a connection may stay idle, or where it is somebody else's
    /// turn.
    /// </summary>
    /// <param name="began">When whoever asks had his turn.</param>
    public async ValueTask<Delivery?> NextAsync(long began, CancellationToken stop)
    {
        var isTurnOver = terms.Clock.GetElapsedTime(began) >= Turn && IsAwaited;
        // The settings have changed: whoever leaves sees to it that there are as many as may be.
        if (isTurnOver || Volatile.Read(ref _bringing) > terms.Options.ConnectionsPerHost)
            return null;
        if (!_waiting.Reader.TryRead(out var next))
            next = await IdleAsync(stop);
        // What came behind it took whoever has it now for idle still; and there may be room that was not there when it came.
        if (Waiting > 0)
            Staff();
        return next;
    }

    private bool IsAwaited => _line is { AreAwaited: true };

    private async ValueTask<Delivery?> IdleAsync(CancellationToken stop)
    {
        for (var began = terms.Clock.GetTimestamp(); ;)
        {
            var left = terms.Options.IdleTime - terms.Clock.GetElapsedTime(began);
            // Others wait for the room that an idle connection takes.
            if (left <= TimeSpan.Zero || stop.IsCancellationRequested || IsAwaited)
                return null;
            if (await WithinAsync(left < Turn ? left : Turn, stop) is { } next)
                return next;
        }
    }

    private async ValueTask<Delivery?> WithinAsync(TimeSpan time, CancellationToken stop)
    {
        using var patience = new CancellationTokenSource(time, terms.Clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stop);
        Interlocked.Increment(ref _idle);
        try
        {
            return await _waiting.Reader.ReadAsync(both.Token);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
        finally
        {
            Interlocked.Decrement(ref _idle);
        }
    }

    /// <summary>
    /// Another connection could not be had: as many as there are without it are enough for a while, and bring this one, too.
    /// </summary>
    /// <returns>
    /// False where there are none, or where it goes round for a while and the host has taken nothing meanwhile, nor is being
    /// brought anything: one that is down must not keep it.
    /// </returns>
    public bool TakeBack(Delivery delivery)
    {
        var now = terms.Clock.GetTimestamp();
        if (delivery.BackSince is { } since && terms.Clock.GetElapsedTime(since, now) >= Modesty
            && !HasTakenWithin(now, Modesty) && Volatile.Read(ref _transactions) == 0)
            return false;
        lock (_lock)
        {
            // Not those that only say goodbye.
            var others = _bringing - 1;
            if (others <= 0)
                return false;
            _enough = (others, now);
        }
        Add(delivery with { BackSince = delivery.BackSince ?? now });
        return true;
    }

    private bool HasTakenWithin(long now, TimeSpan time) =>
        Volatile.Read(ref _took) is var took and not Never && terms.Clock.GetElapsedTime(took, now) < time;

    /// <summary>It is brought something.</summary>
    public void BeginTransaction() => Interlocked.Increment(ref _transactions);

    public void EndTransaction() => Interlocked.Decrement(ref _transactions);

    /// <summary>It has taken a message.</summary>
    public void Took() => Volatile.Write(ref _took, terms.Clock.GetTimestamp());

    /// <summary>
    /// It did not answer in a transaction. Where it has taken nothing meanwhile, what waits is tried again later: else it would
    /// be behind one such wait after another, and its sender would hear nothing.
    /// </summary>
    /// <param name="since">When the transaction began.</param>
    /// <param name="by">The host of the session.</param>
    public void Stalled(long since, string? by)
    {
        if (Volatile.Read(ref _took) < since)
            FailAll(new Obstacle(Trouble.Late, by, IsFinal: false));
    }

    /// <summary>Nothing that waits now has a chance: all of it hears the same.</summary>
    public void FailAll(Obstacle obstacle)
    {
        while (_waiting.Reader.TryRead(out var delivery))
            delivery.Fail(delivery.Recipients, obstacle);
    }

    /// <summary>Until those that are under way have ended.</summary>
    public Task EndAsync()
    {
        lock (_lock)
            return Task.WhenAll(_couriers);
    }

    // One more where nobody is idle; whoever ends, or is idle no more, looks whether something has come meanwhile.
    private void Staff()
    {
        lock (_lock)
        {
            if (_isAwaiting || !IsNeeded)
                return;
            _isAwaiting = _line is not null && !_line.TryTake(StaffInTurn);
            if (!_isAwaiting)
                Begin();
        }
    }

    // There is room now; what was to be brought may have failed meanwhile.
    private bool StaffInTurn()
    {
        bool isNeeded;
        lock (_lock)
        {
            _isAwaiting = false;
            isNeeded = IsNeeded;
            if (isNeeded)
                Begin();
        }
        left(this);
        return isNeeded;
    }

    private bool IsNeeded => !terms.Stop.IsCancellationRequested && Waiting > Volatile.Read(ref _idle)
        && _couriers.Count < Most();

    private void Begin()
    {
        Interlocked.Increment(ref _bringing);
        var courier = Task.Run(BringAsync);
        _couriers.Add(courier);
        courier.ContinueWith(Leave, TaskScheduler.Default);
    }

    private int Most()
    {
        var most = terms.Options.ConnectionsPerHost;
        return _enough is var (enough, since) && terms.Clock.GetElapsedTime(since) < Modesty ? Math.Min(enough, most) : most;
    }

    private async Task BringAsync()
    {
        var courier = route.Folder is null ? new Courier(this, terms) : null;
        try
        {
            await (courier?.RunAsync() ?? new Dropping(this, route.Folder!, terms).RunAsync());
        }
        finally
        {
            Interlocked.Decrement(ref _bringing);
        }
        if (courier is not null)
            await courier.LeaveAsync();
    }

    private void Leave(Task courier)
    {
        lock (_lock)
            _couriers.Remove(courier);
        Staff();
        _line?.GiveBack();
        left(this);
    }
}
