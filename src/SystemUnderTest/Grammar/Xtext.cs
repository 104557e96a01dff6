using System.Text;

namespace SmtpGate.Grammar;

/// <summary>
/// xtext (RFC 3461 4): any octets written in printable ASCII. What would decode to control characters is refused: in an
/// envelope they are never meant, and in a file or a header they would be lines.
/// </summary>
public static class Xtext
{
    /// <summary>Null where the text is none, or hides control characters.</summary>
    public static byte[]? Decode(string text)
    {
        var octets = new List<byte>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '+')
            {
                if (i + 2 >= text.Length || Hex(text[i + 1]) is not { } high || Hex(text[i + 2]) is not { } low)
                    return null;
                octets.Add((byte)(high * 16 + low));
                i += 2;
            }
            else if (text[i] is >= '!' and <= '~' and not '=')
                octets.Add((byte)text[i]);
            else
                return null;
        }
        return octets.Exists(o => o is < 32 or 127) ? null : [.. octets];
    }

    /// <summary>What it says, for people and reports; as it is where that would not be ASCII.</summary>
    public static string Shown(string text) =>
        Decode(text) is { } octets && octets.All(o => o < 128) ? Encoding.ASCII.GetString(octets) : text;

    // Capitals only: hexchar = ASCII "+" immediately followed by two upper case hexadecimal digits
    private static int? Hex(char digit) => digit switch
    {
        >= '0' and <= '9' => digit - '0',
        >= 'A' and <= 'F' => digit - 'A' + 10,
        _ => null,
    };
}
