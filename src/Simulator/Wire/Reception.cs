namespace SmtpSim.Wire;

/// <summary>
/// Takes in who connects and keeps account of them. A system without sockets left is waited for; who comes when too many are
/// there, or too little is left of what the process may open, is reset; both are noted.
/// </summary>
public sealed class Reception(IListener listener, SessionLog log, TimeProvider clock)
{
    /// <summary>How many may be connected at once: twice what a soak run holds.</summary>
    public const int MostConnections = 20_000;

    // Time for a connection to end, when the system has no more sockets.
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(50);

    private readonly HashSet<Task> _sessions = [];
    private readonly Lock _lock = new();
    private int _accepted;
    private int _ended;

    /// <summary>How many connections were accepted so far.</summary>
    public int Accepted => Volatile.Read(ref _accepted);

    /// <summary>How many of them have ended.</summary>
    public int Ended => Volatile.Read(ref _ended);

    /// <summary>How many are open.</summary>
    public int Open
    {
        get
        {
            lock (_lock)
                return _sessions.Count;
        }
    }

    /// <summary>Done when a session begins or ends, or something is said.</summary>
    public Task NextChange => log.Changes.Next;

    /// <summary>The next connection.</summary>
    public async Task<Transport> AcceptAsync(CancellationToken stop)
    {
        while (true)
        {
            try
            {
                var transport = await listener.AcceptAsync(stop);
                Interlocked.Increment(ref _accepted);
                return transport;
            }
            catch (ObjectDisposedException) when (stop.IsCancellationRequested)
            {
                // Stopped in the moment in which it began to wait.
                throw new OperationCanceledException(stop);
            }
            catch (System.Net.Sockets.SocketException outOfSockets) when (!stop.IsCancellationRequested)
            {
                log.Note("", $"a connection could not be accepted: {outOfSockets.Message}");
                // Another goes before there is room for one.
                await Task.Delay(Breath, clock, stop);
            }
        }
    }

    /// <summary>Begins a session; it is kept account of until it ends.</summary>
    /// <param name="play">Gets the connection and its number, counted from 1.</param>
    public void Begin(Transport transport, Func<Transport, int, Task> play)
    {
        if (Obstacle() is { } obstacle)
        {
            log.Note("", $"{obstacle}: reset");
            transport.Reset();
            return;
        }
        var session = play(transport, Accepted);
        lock (_lock)
            _sessions.Add(session);
        log.Changes.Raise();
        session.ContinueWith(End, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>Waits until all sessions have ended.</summary>
    public Task AllEndedAsync()
    {
        lock (_lock)
            return Task.WhenAll(_sessions);
    }

    private string? Obstacle()
    {
        if (Open >= MostConnections)
            return $"more than {MostConnections} connections";
        return Descriptors.OfProcess.AreScarce() ? "too few descriptors are left for another connection (ulimit -n)" : null;
    }

    private void End(Task session)
    {
        lock (_lock)
            _sessions.Remove(session);
        Interlocked.Increment(ref _ended);
        log.Changes.Raise();
    }
}
