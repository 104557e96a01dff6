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
