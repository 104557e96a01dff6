namespace SmtpGate.Listening;

/// <summary>
/// What the system lets the process have open at the same time: files, connections. Asked for each connection, counted now and
/// then.
/// </summary>
/// <param name="most">The limit; null: nobody knows it.</param>
/// <param name="count">Counts what is open.</param>
public sealed class Descriptors(int? most, Func<int> count)
{
    // What is not for clients: the spool, connections to other hosts, whoever asks at the control socket. An eighth of what
    // there is, and what a quiet gateway has open.
    private const int LeastReserve = 64;

    private int _left;

    private int Reserve => Math.Max(LeastReserve, most.GetValueOrDefault() / 8);

    /// <summary>Of this process, where the system tells.</summary>
    public static Descriptors OfProcess() => new(Limit(), () => Directory.GetFiles("/proc/self/fd").Length);

    /// <summary>One more connection may be accepted. Between two counts each is taken to stay open.</summary>
    public bool TryTake()
    {
        if (most is not { } limit)
            return true;
        if (_left <= 0)
            // Half of them: others are opened meanwhile that nobody tells of.
            _left = (limit - Reserve - Count() + 1) / 2;
        return _left-- > 0;
    }

    // Whoever counts needs one, too: where there is none at all they are all taken.
    private int Count()
    {
        try
        {
            return count();
        }
        catch (Exception none) when (none is IOException or UnauthorizedAccessException)
        {
            return int.MaxValue / 2;
        }
    }

    private static int? Limit()
    {
        const string name = "Max open files";
        try
        {
            var line = File.ReadLines("/proc/self/limits").FirstOrDefault(l => l.StartsWith(name, StringComparison.Ordinal));
            var soft = line?[name.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
            return int.TryParse(soft, out var limit) ? limit : null;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
