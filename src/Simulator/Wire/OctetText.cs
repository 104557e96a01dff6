using System.Text;
using System.Text.Unicode;

namespace SmtpSim.Wire;

/// <summary>
/// Octets as text, and back again as they were: UTF-8, and what is none of it as half a surrogate pair an octet. So no two lines
/// of different octets are the same text, and what was captured goes out as it came.
/// </summary>
public static class OctetText
{
    // Behind it stand those of octets from 0x80 on; ASCII is UTF-8.
    private const int Escape = 0xDC00;

    public static string Of(ReadOnlySpan<byte> octets)
    {
        if (Utf8.IsValid(octets))
            return Encoding.UTF8.GetString(octets);
        var text = new StringBuilder(octets.Length);
        for (var at = 0; at < octets.Length;)
        {
            if (Rune.DecodeFromUtf8(octets[at..], out var rune, out var length) == System.Buffers.OperationStatus.Done)
                text.Append(rune.ToString());
            else
                length = AppendEscape(text, octets[at]);
            at += length;
        }
        return text.ToString();
    }

    public static byte[] Octets(string text)
    {
        var octets = new List<byte>(text.Length);
        var plain = 0;
        for (var at = 0; at < text.Length; at++)
        {
            if (!IsEscape(text, at))
                continue;
            octets.AddRange(Encoding.UTF8.GetBytes(text[plain..at]));
            octets.Add((byte)text[at]);
            plain = at + 1;
        }
        octets.AddRange(Encoding.UTF8.GetBytes(text[plain..]));
        return [.. octets];
    }

    /// <summary>For people: what is no UTF-8 as an escape, <c>\xfc</c>.</summary>
    public static string Shown(string text) => Enumerable.Range(0, text.Length).Any(at => IsEscape(text, at))
        ? string.Concat(text.Select((c, at) => IsEscape(text, at) ? $"\\x{(byte)c:x2}" : c.ToString()))
        : text;

    private static int AppendEscape(StringBuilder text, byte octet)
    {
        text.Append((char)(Escape + octet));
        return 1;
    }

    private static bool IsEscape(string text, int at) =>
        text[at] is >= (char)(Escape + 0x80) and <= (char)(Escape + 0xFF) && (at == 0 || !char.IsHighSurrogate(text[at - 1]));
}
