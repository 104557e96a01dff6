namespace SmtpGate.Queue;

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
