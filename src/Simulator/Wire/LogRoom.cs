namespace SmtpSim.Wire;

/// <summary>What several logs may take together; safe to use while they grow.</summary>
/// <param name="octets">In all.</param>
public sealed class LogRoom(long octets)
{
    private long _left = octets;

    /// <summary>For one log, until that is over.</summary>
    public LogShare Share() => new(this);

    internal bool TryTake(int octets)
    {
        if (Interlocked.Add(ref _left, -octets) >= 0)
            return true;
        GiveBack(octets);
        return false;
    }

    internal void GiveBack(long octets) => Interlocked.Add(ref _left, octets);
}

/// <summary>What one log has taken of the room; disposed, others may take it.</summary>
public sealed class LogShare : IDisposable
{
    private readonly LogRoom _room;
    private long _taken;

    internal LogShare(LogRoom room) => _room = room;

    public void Dispose() => _room.GiveBack(Interlocked.Exchange(ref _taken, 0));

    internal bool TryTake(int octets)
    {
        if (!_room.TryTake(octets))
            return false;
        Interlocked.Add(ref _taken, octets);
        return true;
    }
}
