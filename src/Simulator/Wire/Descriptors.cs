namespace SmtpSim.Wire;

/// <summary>
/// How near the process is to what the system lets it have open. With none left it could not even say so: the runtime needs
/// one to fail with.
/// </summary>
/// <param name="most">The limit; null: nobody knows it.</param>
/// <param name="count">Counts what is open.</param>
public sealed class Descriptors(int? most, Func<int> count)
{
    private const string Limit = "Max open files";

    // Scripts, certificates, connections to other hosts, whoever looks.
    private const int LeastReserve = 64;

    private readonly Lock _lock = new();
    private readonly int _forClients = most is { } limit ? limit - Math.Max(LeastReserve, limit / 8) : int.MaxValue;
    private int _sure;

    /// <summary>Of this process, for all its servers.</summary>
    public static Descriptors OfProcess { get; } = new(LimitOfProcess(), () => Directory.GetFiles("/proc/self/fd").Length);

    /// <summary>So much is open that no client more is to be had. Asked once for each; counted now and then.</summary>
    public bool AreScarce()
    {
        if (most is null)
            return false;
        lock (_lock)
        {
            // Half of what is left can come before it is looked at again: others open some, too.
            if (_sure <= 0)
                _sure = (_forClients - count() + 1) / 2;
            return _sure-- <= 0;
        }
    }

    // Only Linux tells.
    private static int? LimitOfProcess()
    {
        const string limits = "/proc/self/limits";
        var line = File.Exists(limits)
            ? File.ReadLines(limits).FirstOrDefault(l => l.StartsWith(Limit, StringComparison.Ordinal))
            : null;
        var soft = line?[Limit.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0];
        return int.TryParse(soft, out var most) ? most : null;
    }
}
