using System.Globalization;
using System.Text;

namespace SmtpGate.Grammar;

/// <summary>
/// An address of the type utf-8 as ORCPT has it (RFC 6533 3): characters as they are, or written in ASCII like <c>\x{E9}</c>.
/// What is or would become a control character or a line end is refused, as in xtext.
/// </summary>
internal static class Utf8Address
{
    private const string Type = "utf-8";

    // HEXPOINT: up to 10FFFF
    private const int MostDigits = 6;

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
        return text.StartsWith("\\x{", StringComparison.Ordinal) && end is > 3 and <= 3 + MostDigits
            && int.TryParse(text[3..end], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            && Rune.TryCreate(value, out var rune) && IsVisible(rune)
            ? end + 1
            : null;
    }

    private static bool IsVisible(Rune rune) => Rune.GetUnicodeCategory(rune) is not
        (UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
