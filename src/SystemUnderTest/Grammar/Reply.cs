using System.Globalization;
using System.Text;

namespace SmtpGate.Grammar;

/// <summary>One reply: three digits, an enhanced status code where one belongs, and lines of text.</summary>
/// <param name="Enhanced">
/// RFC 2034 4: on every 2yz, 4yz and 5yz reply but the greeting and those to HELO and EHLO, repeated on each line.
/// </param>
public sealed record Reply(int Code, string? Enhanced, IReadOnlyList<string> Lines)
{
    // RFC 5321 4.5.3.1.5: a reply line is at most 512 octets, code and CRLF included.
    private const int LongestLine = 512;

    private byte[]? _octets;

    // A copy with other words has other octets.
    private Reply(Reply original) => (Code, Enhanced, Lines) = (original.Code, original.Enhanced, original.Lines);

    public Reply(int code, string? enhanced, string text)
        : this(code, enhanced, [text])
    {
    }

    public bool IsPositive => Code is >= 200 and < 400;

    /// <summary>2yz: what was asked is done.</summary>
    public bool IsDone => Code is >= 200 and < 300;

    /// <summary>4yz: the same may succeed later.</summary>
    public bool IsTransient => Code is >= 400 and < 500;

    /// <summary>The octets on the wire; made once.</summary>
    public ReadOnlyMemory<byte> Octets => _octets ??= Encoding.UTF8.GetBytes(ToString());

    public override string ToString()
    {
        var text = new StringBuilder();
        for (var i = 0; i < Lines.Count; i++)
        {
            var head = string.Create(CultureInfo.InvariantCulture, $"{Code}{(i < Lines.Count - 1 ? '-' : ' ')}");
            var line = Enhanced is null ? head + Lines[i] : $"{head}{Enhanced} {Lines[i]}";
            // RFC 4954 4: a challenge may be as long as its mechanism needs it, and half of one is none.
            text.Append(Code == 334 ? line : Shortened(line)).Append("\r\n");
        }
        return text.ToString();
    }

    // The limit is one of octets; a character is not broken.
    private static ReadOnlySpan<char> Shortened(string line)
    {
        if (Encoding.UTF8.GetByteCount(line) <= LongestLine - 2)
            return line;
        var (octets, characters) = (0, 0);
        foreach (var rune in line.EnumerateRunes())
        {
            octets += rune.Utf8SequenceLength;
            if (octets > LongestLine - 2)
                break;
            characters += rune.Utf16SequenceLength;
        }
        return line.AsSpan(0, characters);
    }
}
