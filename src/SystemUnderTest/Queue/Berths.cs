using SmtpGate.Files;

namespace SmtpGate.Queue;

/// <summary>
/// Bounds how many couriers there are at the same time, over all hosts: a message for thousands of domains must not take all
/// that the process may have open. Who finds no room is asked again in his turn; the lines take turns, too.
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
    private readonly List<BerthLine> _lines = [];
    private readonly BerthShare _all = new(() => most);
    private int _turn;

    /// <summary>Those of this process, which all queues share.</summary>
    public static Berths OfProcess => Process.Value;

    /// <param name="limit">How much may be open at the same time.</param>
    public static int Room(int limit) => Math.Max(Least, (DescriptorLimit.Reserve(limit) - Others) / Descriptors);

    /// <summary>A queue's lines: for hosts that somebody has named, and for those that domains name.</summary>
    /// <param name="wanted">No more than so many together.</param>
    public (BerthLine Named, BerthLine Domains) Open(Func<int> wanted)
    {
        var share = new BerthShare(wanted);
        var (named, domains) = (new BerthLine(this, share, isForDomains: false), new BerthLine(this, share, isForDomains: true));
        lock (_lock)
            _lines.AddRange([named, domains]);
        return (named, domains);
    }

    internal bool TryTake(BerthLine line, Func<bool> again)
    {
        lock (_lock)
        {
            if (line.Waiting.Count > 0 || !HasRoom(line))
            {
                line.Waiting.Enqueue(again);
                return false;
            }
            Count(line, 1);
            return true;
        }
    }

    internal void GiveBack(BerthLine line)
    {
        lock (_lock)
            Count(line, -1);
        Offer();
    }

    /// <summary>Somebody waits whom one more would help.</summary>
    internal bool AreAwaited(BerthLine by)
    {
        lock (_lock)
            return _lines.Exists(l => l.Waiting.Count > 0 && WouldHelp(by, l));
    }

    // Not where it has as much as it may, nor where what a named host gives back is kept for such.
    private bool WouldHelp(BerthLine by, BerthLine line) =>
        (line.Share == by.Share || line.Share.HasRoom(line.IsForDomains))
        && (by.IsForDomains || !line.IsForDomains || !(_all.IsFullOfDomains || line.Share.IsFullOfDomains));

    internal void Close(BerthLine line)
    {
        lock (_lock)
            _lines.Remove(line);
    }

    /// <summary>Asks those who wait, as long as there is room.</summary>
    internal void Offer()
    {
        while (Next() is var (line, again))
        {
            if (again())
                continue;
            lock (_lock)
                Count(line, -1);
        }
    }

    // What is offered is taken meanwhile.
    private (BerthLine Line, Func<bool> Again)? Next()
    {
        lock (_lock)
        {
            for (var i = 0; i < _lines.Count; i++)
            {
                var at = (_turn + i) % _lines.Count;
                if (_lines[at] is not { Waiting.Count: > 0 } line || !HasRoom(line))
                    continue;
                _turn = at + 1;
                Count(line, 1);
                return (line, line.Waiting.Dequeue());
            }
            return null;
        }
    }

    private bool HasRoom(BerthLine line) => _all.HasRoom(line.IsForDomains) && line.Share.HasRoom(line.IsForDomains);

    private void Count(BerthLine line, int more)
    {
        _all.Count(line.IsForDomains, more);
        line.Share.Count(line.IsForDomains, more);
    }
}
