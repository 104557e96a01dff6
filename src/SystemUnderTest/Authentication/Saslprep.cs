using System.Globalization;
using System.Text;

namespace SmtpGate.Authentication;

/// <summary>
/// Names and passwords as they are compared (RFC 4013), without its normalization: that would need the Unicode tables of ICU,
/// which the gateway runs without. A letter and an accent that stand apart are not the letter with the accent.
/// </summary>
public static class Saslprep
{
    /// <summary>Null where nothing is left, or something is there that no name or password has.</summary>
    public static string? Prepare(string text)
    {
        if (text.Length == 0 || !IsUnicode(text))
            return null;
        var mapped = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes().Where(r => !IsMappedToNothing(r)))
            mapped.Append(Rune.GetUnicodeCategory(rune) == UnicodeCategory.SpaceSeparator ? " " : rune.ToString());
        var prepared = mapped.ToString();
        return prepared.Length == 0 || prepared.EnumerateRunes().Any(IsProhibited) ? null : prepared;
    }

    // RFC 3454 B.1
    private static bool IsMappedToNothing(Rune rune) => rune.Value is 0x00AD or 0x034F or 0x1806 or 0x2060 or 0xFEFF
        or (>= 0x180B and <= 0x180D) or (>= 0x200B and <= 0x200D) or (>= 0xFE00 and <= 0xFE0F);

    // RFC 3454 C.2 to C.9: control characters, private use, what is no character, and what changes how others are shown
    private static bool IsProhibited(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned
        || rune.Value is 0xFFFC or 0xFFFD;

    private static bool IsUnicode(string text) => text.EnumerateRunes().All(r => r != Rune.ReplacementChar);
}
