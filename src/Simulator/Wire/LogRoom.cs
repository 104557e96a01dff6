namespace SmtpSim.Wire;

/// <summary>What several logs may take together; safe to use while they grow.</summary>
/// <param name="octets">In all.</param>
public sealed class LogRoom(long octets)
{
    private readonly Lock _lock = new();
    private long _left = octets;

    /// <summary>For one log, until that is over.</summary>
    public LogShare Share() => new(this);

    internal bool TryTake(int octets)
    {
        lock (_lock)
        {
            if (octets > _left)
                return false;
            _left -= octets;
            return true;
        }
    }

    internal void GiveBack(long octets)
    {
        lock (_lock)
            _left += octets;
    }
}

/// <summary>What one log has taken of the room; disposed, others may take it, and this one nothing more.</summary>
public sealed class LogShare : IDisposable
{
    private readonly LogRoom _room;
    private readonly Lock _lock = new();
    private long _taken;
    private bool _isOver;

    internal LogShare(LogRoom room) => _room = room;

    public void Dispose()
    {
        lock (_lock)
        {
            _room.GiveBack(_taken);
            (_taken, _isOver) = (0, true);
        }
    }

    internal bool TryTake(int octets)
    {
        lock (_lock)
        {
            if (_isOver || !_room.TryTake(octets))
                return false;
            _taken += octets;
            return true;
        }
    }
}
