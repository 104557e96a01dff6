namespace SmtpGate.Queue;

/// <summary>What a queue has of the berths, or all queues together; the lock of the berths guards it.</summary>
internal sealed class BerthShare(Func<int> most)
{
    // The eighth part is for hosts that somebody has named: strangers' domains, however many are silent, leave it to them.
    private const int Parts = 8;

    private int _taken;
    private int _ofDomains;

    /// <summary>Domains have as much of it as they may.</summary>
    public bool IsFullOfDomains => most() is var all && _ofDomains >= all - Kept(all);

    public bool HasRoom(bool isForDomains) => _taken < most() && !(isForDomains && IsFullOfDomains);

    public void Count(bool isForDomains, int more)
    {
        _taken += more;
        _ofDomains += isForDomains ? more : 0;
    }

    private static int Kept(int all) => all == 1 ? 0 : (all / Parts) + (all % Parts > 0 ? 1 : 0);
}

/// <summary>Those who wait for a berth, in their order.</summary>
public sealed class BerthLine : IDisposable
{
    private readonly Berths _berths;

    internal BerthLine(Berths berths, BerthShare share, bool isForDomains) =>
        (_berths, Share, IsForDomains) = (berths, share, isForDomains);

    internal BerthShare Share { get; }

    internal bool IsForDomains { get; }

    internal Queue<Func<bool>> Waiting { get; } = new();

    /// <summary>Somebody waits whom one more would help.</summary>
    public bool AreAwaited => _berths.AreAwaited(this);

    /// <param name="again">Called where there was no room, with a berth; false where it is not needed any more.</param>
    public bool TryTake(Func<bool> again) => _berths.TryTake(this, again);

    public void GiveBack() => _berths.GiveBack(this);

    /// <summary>There may be more room: the settings have changed.</summary>
    public void Offer() => _berths.Offer();

    public void Dispose() => _berths.Close(this);
}
