using System.Buffers;
using System.Text;

namespace SmtpGate.Grammar;

/// <summary>A place in a line. Each method takes what it names and says whether it was there; nothing throws.</summary>
internal ref struct Cursor(ReadOnlySpan<byte> line)
{
    private readonly ReadOnlySpan<byte> _line = line;

    public int At { get; set; }

    public readonly bool AtEnd => At >= _line.Length;

    /// <summary>The octet here, 0 at the end.</summary>
    public readonly byte Next => AtEnd ? (byte)0 : _line[At];

    public readonly ReadOnlySpan<byte> Rest => _line[At..];

    /// <summary>What was taken since <paramref name="start"/>, as text.</summary>
    public readonly string Since(int start) => Encoding.UTF8.GetString(_line[start..At]);

    public bool Take(char wanted)
    {
        if (AtEnd || _line[At] != wanted)
            return false;
        At++;
        return true;
    }

    /// <summary>Takes a word without regard to case (RFC 5321 2.4).</summary>
    public bool TakeWord(ReadOnlySpan<byte> word)
    {
        if (!Ascii.EqualsIgnoreCase(Rest[..Math.Min(word.Length, Rest.Length)], word))
            return false;
        At += word.Length;
        return true;
    }

    /// <summary>Takes as many octets of the set as there are; how many that was.</summary>
    public int TakeAll(SearchValues<byte> set)
    {
        var end = Rest.IndexOfAnyExcept(set);
        var count = end < 0 ? Rest.Length : end;
        At += count;
        return count;
    }

    /// <summary>Takes one UTF-8 character above ASCII (RFC 6531's UTF8-non-ascii), any or such as are wanted.</summary>
    public bool TakeInternational(Predicate<Rune>? wanted = null)
    {
        if (Next < 0x80 || Rune.DecodeFromUtf8(Rest, out var rune, out var length) != OperationStatus.Done)
            return false;
        if (wanted is not null && !wanted(rune))
            return false;
        At += length;
        return true;
    }
}
