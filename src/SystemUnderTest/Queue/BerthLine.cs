namespace SmtpGate.Queue;

/// <summary>What a queue has of the berths; their lock guards it.</summary>
internal sealed class BerthShare(Func<int> wanted)
{
    public int Taken { get; set; }

    public bool HasRoom => Taken < wanted();
}

/// <summary>Those who wait for a berth, in their order.</summary>
public sealed class BerthLine : IDisposable
{
    private readonly Berths _berths;

    internal BerthLine(Berths berths, BerthShare share) => (_berths, Share) = (berths, share);

    internal BerthShare Share { get; }

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
