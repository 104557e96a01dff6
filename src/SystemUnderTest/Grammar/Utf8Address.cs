using System.Globalization;
using System.Text;

namespace SmtpGate.Grammar;

/// <summary>
/// An address of the type utf-8 as ORCPT has it (RFC 6533 3): characters as they are, or written in ASCII like <c>\x{E9}</c>.
/// A control character or a line end as it is is refused; what is written in ASCII stays so wherever it goes.
/// </summary>
internal static class Utf8Address
{
    private const string Type = "utf-8";

    // 10FFFF
    private const int MostDigits = 6;

    // 01 to 09, 10 to 19, 20, 2B, 3D, 5C, 7F
    private static readonly int[] Controls =
        [.. Enumerable.Range(1, 9), .. Enumerable.Range(0x10, 10), 0x20, 0x2B, 0x3D, 0x5C, 0x7F];

    public static bool IsType(string type) => type.Equals(Type, StringComparison.OrdinalIgnoreCase);

    public static bool IsEncoded(string text)
    {
        while (text.Length > 0)
        {
            if (Taken(text) is not { } length)
                return false;
            text = text[length..];
        }
        return true;
    }

    // How long the first character is, as it stands there; null where it is none.
    private static int? Taken(string text)
    {
        if (text[0] == '\\')
            return Embedded(text);
        return Rune.TryGetRuneAt(text, 0, out var rune) && (rune.IsAscii ? IsPlain(rune.Value) : IsVisible(rune))
            ? rune.Utf16SequenceLength
            : null;
    }

    // QCHAR = %x21-2a / %x2c-3c / %x3e-5b / %x5d-7e
    private static bool IsPlain(int value) => value is >= '!' and <= '~' and not '+' and not '=' and not '\\';

    // EmbeddedUnicodeChar = %x5C.78 "{" HEXPOINT "}"
    private static int? Embedded(string text)
    {
        var end = text.IndexOf('}');
        return end > 3 && text.StartsWith("\\x{", StringComparison.Ordinal) && IsPoint(text[3..end]) ? end + 1 : null;
    }

    // HEXPOINT: two digits, or up to six without a zero in front; of ASCII only what could not stand there itself
    private static bool IsPoint(string digits) =>
        digits.Length is >= 2 and <= MostDigits && (digits.Length == 2 || digits[0] != '0')
        && int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
        && (value < 128 ? Controls.Contains(value) : Rune.IsValid(value));

    private static bool IsVisible(Rune rune) => Rune.GetUnicodeCategory(rune) is not
        (UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
