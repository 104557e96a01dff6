using System.Globalization;
using System.Text;

namespace SmtpSim.Wire;

/// <summary>
/// The inside of a quoted text: <c>\r \n \t \0 \\ \" \xHH</c> and printable ASCII; everything else is written as
/// <c>\xHH</c>. Decoding and encoding are inverse.
/// </summary>
public static class Escapes
{
    private const string Letters = "rnt0\\\"";
    private const string Meant = "\r\n\t\0\\\"";

    /// <summary>Octets as the inside of a quoted text. A brace before a brace is escaped, so nothing is inserted.</summary>
    public static string Encode(ReadOnlySpan<byte> octets)
    {
        var text = new StringBuilder(octets.Length + 8);
        for (var i = 0; i < octets.Length; i++)
        {
            var doubled = octets[i] == '{' && i + 1 < octets.Length && octets[i + 1] == '{';
            Append(text, octets[i], doubled);
        }
        return text.ToString();
    }

    /// <summary>The octets that <paramref name="source"/> stands for, or the index of the first wrong escape.</summary>
    public static bool TryDecode(string source, out byte[] octets, out int wrongAt)
    {
        var bytes = new List<byte>(source.Length);
        wrongAt = -1;
        for (var i = 0; i < source.Length && wrongAt < 0;)
        {
            var used = source[i] == '\\' ? DecodeEscape(source, i, bytes) : DecodePlain(source, i, bytes);
            wrongAt = used == 0 ? i : -1;
            i += used;
        }
        octets = [.. bytes];
        return wrongAt < 0;
    }

    private static void Append(StringBuilder text, byte octet, bool mustEscape)
    {
        var known = Meant.IndexOf((char)octet);
        if (known >= 0)
            text.Append('\\').Append(Letters[known]);
        else if (octet is >= 0x20 and < 0x7f && !mustEscape)
            text.Append((char)octet);
        else
            text.Append(CultureInfo.InvariantCulture, $"\\x{octet:x2}");
    }

    private static int DecodePlain(string source, int at, List<byte> into)
    {
        var length = char.IsHighSurrogate(source[at]) && at + 1 < source.Length ? 2 : 1;
        into.AddRange(Encoding.UTF8.GetBytes(source.Substring(at, length)));
        return length;
    }

    /// <summary>How many characters the escape took, 0 where it is none.</summary>
    private static int DecodeEscape(string source, int at, List<byte> into)
    {
        var letter = at + 1 < source.Length ? source[at + 1] : ' ';
        var known = Letters.IndexOf(letter);
        if (known >= 0)
        {
            into.Add((byte)Meant[known]);
            return 2;
        }
        var hex = letter == 'x' && at + 3 < source.Length ? source.AsSpan(at + 2, 2) : default;
        if (hex.IsEmpty || !byte.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var octet))
            return 0;
        into.Add(octet);
        return 4;
    }
}
