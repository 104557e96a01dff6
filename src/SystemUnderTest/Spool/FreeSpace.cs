namespace SmtpGate.Spool;

/// <summary>What the disk under a folder still takes; looked at now and then, not for each message.</summary>
internal sealed class FreeSpace(string folder, TimeProvider clock)
{
    // A disk that fills at its full speed has some hundred MiB more by then.
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private long? _looked;
    private long _octets;

    public long Octets
    {
        get
        {
            lock (_lock)
            {
                if (_looked is not { } then || clock.GetElapsedTime(then) >= Fresh)
                    (_looked, _octets) = (clock.GetTimestamp(), Look());
                return _octets;
            }
        }
    }

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
