using System.Text;

namespace SmtpSim.Dialogue;

/// <summary>What a client pipelined behind a question that has no reply yet; and what that made of it.</summary>
/// <typeparam name="TPlace">Where an octet stands.</typeparam>
internal sealed class HeldOctets<TPlace>
{
    // With more blanks than these no server takes it for DATA.
    private const int LongestMark = 64;

    private readonly Queue<(char Octet, TPlace Place)> _held = [];
    // So many of the next ones.
    private int _suspects;
    private int _secrets;
    // What stands in the line that is not at its end: as much as any that counts has.
    private readonly StringBuilder _line = new();
    // Of what is held: the lines that count, by where they end, of all octets ever held.
    private readonly Queue<(long End, bool IsData)> _marks = [];
    private long _ever;

    /// <summary>More was said where an answer may have been.</summary>
    public bool HasSuspects => _suspects > 0;

    public void Hold(char octet, TPlace place)
    {
        _held.Enqueue((octet, place));
        _ever++;
        if (octet == '\n')
            EndLine();
        else if (_line.Length <= LongestMark)
            _line.Append(octet);
    }

    /// <summary>All that is there may be an answer.</summary>
    public void Suspect() => _suspects = _held.Count;

    /// <summary>All that is there is nothing but answers.</summary>
    public void Conceal() => _secrets = _held.Count;

    /// <summary>False where nothing is held.</summary>
    public bool TryTake(out HeldOctet<TPlace> next)
    {
        var has = _held.TryDequeue(out var said);
        if (_marks.TryPeek(out var mark) && mark.End <= _ever - _held.Count)
            _marks.Dequeue();
        next = new HeldOctet<TPlace>(said.Octet, said.Place, _suspects > 0, _secrets > 0);
        (_suspects, _secrets) = (Math.Max(0, _suspects - 1), Math.Max(0, _secrets - 1));
        return has;
    }

    /// <summary>Whether DATA is in it, and no message that ends in front of it.</summary>
    public bool HasData() => _marks.TryPeek(out var first) && first.IsData;

    private void EndLine()
    {
        var line = _line.ToString();
        _line.Clear();
        var isData = line.Length <= LongestMark && ClientCommand.IsBareData(line);
        if (isData || line.TrimEnd('\r') == ".")
            _marks.Enqueue((_ever, isData));
    }
}

/// <param name="IsSuspect">It was said where an answer may have been.</param>
/// <param name="IsSecret">It was said where nothing but an answer can have been.</param>
internal readonly record struct HeldOctet<TPlace>(char Octet, TPlace Place, bool IsSuspect, bool IsSecret);
