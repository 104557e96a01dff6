using System.Buffers;
using System.Globalization;
using System.Text;

namespace SmtpGate.Grammar;

/// <summary>Domains and address literals, one method a rule of RFC 5321 4.1.2 and 4.1.3.</summary>
internal static class DomainParser
{
    // RFC 5321 4.5.3.1.2 and RFC 1035 2.3.4
    private const int LongestDomain = 255;
    private const int LongestLabel = 63;

    private static readonly SearchValues<byte> LetDig =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"u8);

    // What AddressText understands; everything else ends an address literal.
    private static readonly SearchValues<byte> Address = SearchValues.Create("0123456789abcdefABCDEF:."u8);

    /// <summary>The whole line as a domain or literal; null where it is neither.</summary>
    public static string? Whole(ReadOnlySpan<byte> line)
    {
        var cursor = new Cursor(line);
        return (Domain(ref cursor) || AddressLiteral(ref cursor)) && cursor.AtEnd ? cursor.Since(0) : null;
    }

    // Domain = sub-domain *("." sub-domain)
    public static bool Domain(ref Cursor cursor)
    {
        var start = cursor.At;
        do
        {
            if (!SubDomain(ref cursor))
                return Back(ref cursor, start);
        }
        while (cursor.Take('.'));
        return IsShort(cursor.Since(start)) || Back(ref cursor, start);
    }

    // A name above ASCII is as long as its A-labels (RFC 5890 2.3.2.1); their conversion knows the limits of RFC 1035.
    private static bool IsShort(string domain)
    {
        if (Ascii.IsValid(domain))
            return domain.Length <= LongestDomain && domain.Split('.').All(label => label.Length <= LongestLabel);
        return DomainName.ToAscii(domain) is { Length: <= LongestDomain };
    }

    // sub-domain = Let-dig [Ldh-str]; Ldh-str = *( ALPHA / DIGIT / "-" ) Let-dig; RFC 6531 adds U-label
    private static bool SubDomain(ref Cursor cursor)
    {
        if (!LetDigit(ref cursor))
            return false;
        var hyphen = false;
        for (var more = true; more;)
        {
            var letter = LetDigit(ref cursor);
            more = letter || cursor.Take('-');
            hyphen = more ? !letter : hyphen;
        }
        return !hyphen;
    }

    private static bool LetDigit(ref Cursor cursor)
    {
        if (!LetDig.Contains(cursor.Next))
            return cursor.TakeInternational(IsLetterOrDigit);
        cursor.At++;
        return true;
    }

    // RFC 5892 2.1, LetterDigits: what a U-label is made of; its exceptions are too rare to tell from deceit.
    private static bool IsLetterOrDigit(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.LowercaseLetter or UnicodeCategory.UppercaseLetter or UnicodeCategory.OtherLetter
        or UnicodeCategory.ModifierLetter or UnicodeCategory.DecimalDigitNumber
        or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    // address-literal = "[" ( IPv4-address-literal / IPv6-address-literal / General-address-literal ) "]"
    // The only tag that is registered is IPv6, so a general literal with another is none.
    public static bool AddressLiteral(ref Cursor cursor)
    {
        var start = cursor.At;
        if (!cursor.Take('['))
            return false;
        var tagged = cursor.TakeWord("IPv6:"u8);
        var from = cursor.At;
        cursor.TakeAll(Address);
        var address = cursor.Since(from);
        return (IsAddress(address, tagged) && cursor.Take(']')) || Back(ref cursor, start);
    }

    private static bool IsAddress(string text, bool six) => (six ? AddressText.IPv6(text) : AddressText.IPv4(text)) is not null;

    private static bool Back(ref Cursor cursor, int start)
    {
        cursor.At = start;
        return false;
    }
}
