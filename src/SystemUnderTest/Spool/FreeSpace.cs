namespace SmtpGate.Spool;

/// <summary>What the disk under a folder still takes; looked at now and then, not for each message.</summary>
internal sealed class FreeSpace(string folder, TimeProvider clock)
{
    // A disk that fills at its full speed has some hundred MiB more by then.
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private long? _looked;
    private long? _tried;
    private long _octets;

    public long Octets
    {
        get
        {
            lock (_lock)
            {
                if (IsOver(_looked))
                    (_looked, _octets) = (clock.GetTimestamp(), Look());
                return _octets;
            }
        }
    }

    /// <summary>True once in a while: so a disk that takes octets again is found.</summary>
    public bool MayTry()
    {
        lock (_lock)
        {
            if (!IsOver(_tried))
                return false;
            _tried = clock.GetTimestamp();
            return true;
        }
    }

    private bool IsOver(long? since) => since is not { } then || clock.GetElapsedTime(then) >= Fresh;

    private long Look()
    {
        try
        {
            return new DriveInfo(folder).AvailableFreeSpace;
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
