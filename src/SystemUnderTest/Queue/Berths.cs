using SmtpGate.Files;

namespace SmtpGate.Queue;

/// <summary>
/// Bounds how many couriers there are at the same time, over all hosts: a message for thousands of domains must not take all
/// that the process may have open. Who finds no room is asked again in his turn.
/// </summary>
/// <param name="most">That there is room for, whatever the settings say.</param>
public sealed class Berths(int most)
{
    // Its connection, or its question to a name server; and the content that it sends.
    private const int Descriptors = 2;

    // Of what is not for clients: the spool, and whatever the runtime opens now and then.
    private const int Others = 32;

    private const int Least = 4;

    private static readonly Lazy<Berths> Process = new(() => new Berths(
        DescriptorLimit.OfProcess() is { } limit ? Room(limit) : int.MaxValue));

    private readonly Lock _lock = new();
    private readonly Queue<Func<bool>> _waiting = new();
    private int _taken;

    /// <summary>Those of this process, which all queues share.</summary>
    public static Berths OfProcess => Process.Value;

    /// <summary>Somebody waits for one.</summary>
    public bool AreAwaited
    {
        get
        {
            lock (_lock)
                return _waiting.Count > 0;
        }
    }

    /// <param name="limit">How much may be open at the same time.</param>
    public static int Room(int limit) => Math.Max(Least, (DescriptorLimit.Reserve(limit) - Others) / Descriptors);

    /// <param name="wanted">No more than so many altogether.</param>
    /// <param name="again">Called where there was no room, once there may be; false where it is not needed any more.</param>
    public bool TryTake(int wanted, Func<bool> again)
    {
        lock (_lock)
        {
            if (_taken < Math.Min(wanted, most))
            {
                _taken++;
                return true;
            }
            _waiting.Enqueue(again);
            return false;
        }
    }

    public void GiveBack()
    {
        lock (_lock)
            _taken--;
        while (Next() is { } next && !next())
        {
            // It is the turn of the one behind.
        }
    }

    private Func<bool>? Next()
    {
        lock (_lock)
            return _waiting.TryDequeue(out var next) ? next : null;
    }
}
