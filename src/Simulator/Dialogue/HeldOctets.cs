namespace SmtpSim.Dialogue;

/// <summary>What a client pipelined behind a question that has no reply yet; and what that made of it.</summary>
/// <typeparam name="TPlace">Where an octet stands.</typeparam>
internal sealed class HeldOctets<TPlace>
{
    private readonly Queue<(char Octet, TPlace Place)> _held = [];
    // So many of the next ones.
    private int _suspects;
    private int _secrets;

    /// <summary>More was said where an answer may have been.</summary>
    public bool HasSuspects => _suspects > 0;

    public void Hold(char octet, TPlace place) => _held.Enqueue((octet, place));

    /// <summary>All that is there may be an answer.</summary>
    public void Suspect() => _suspects = _held.Count;

    /// <summary>All that is there is nothing but answers.</summary>
    public void Conceal() => _secrets = _held.Count;

    /// <summary>False where nothing is held.</summary>
    public bool TryTake(out HeldOctet<TPlace> next)
    {
        var has = _held.TryDequeue(out var said);
        next = new HeldOctet<TPlace>(said.Octet, said.Place, _suspects > 0, _secrets > 0);
        (_suspects, _secrets) = (Math.Max(0, _suspects - 1), Math.Max(0, _secrets - 1));
        return has;
    }

    /// <summary>Whether DATA is in it, and no message that ends in front of it.</summary>
    public bool HasData() => string.Concat(_held.Select(h => h.Octet)).Split('\n')
        .Select(l => l.TrimEnd('\r')).TakeWhile(l => l != ".").Any(ClientCommand.IsData);
}

/// <param name="IsSuspect">It was said where an answer may have been.</param>
/// <param name="IsSecret">It was said where nothing but an answer can have been.</param>
internal readonly record struct HeldOctet<TPlace>(char Octet, TPlace Place, bool IsSuspect, bool IsSecret);
