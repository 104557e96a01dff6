using SmtpGate.Files;

namespace SmtpGate.Listening;

/// <summary>
/// What the system lets the process have open at the same time: files, connections. Asked for each connection, counted now and
/// then.
/// </summary>
/// <param name="most">The limit; null: nobody knows it.</param>
/// <param name="count">Counts what is open.</param>
public sealed class Descriptors(int? most, Func<int> count)
{
    private int _left;

    /// <summary>Of this process, where the system tells.</summary>
    public static Descriptors OfProcess() => new(DescriptorLimit.OfProcess(), () => Directory.GetFiles("/proc/self/fd").Length);

    /// <summary>One more connection may be accepted. Between two counts each is taken to stay open.</summary>
    public bool TryTake()
    {
        if (most is not { } limit)
            return true;
        if (_left <= 0)
            // Half of them: others are opened meanwhile that nobody tells of.
            _left = (limit - DescriptorLimit.Reserve(limit) - Count() + 1) / 2;
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
}
