using System.Buffers;
using System.Net;
using System.Net.Sockets;

namespace SmtpGate.Grammar;

/// <summary>Domains and address literals, one method a rule of RFC 5321 4.1.2 and 4.1.3.</summary>
internal static class DomainParser
{
    // RFC 5321 4.5.3.1.2 and RFC 1035 2.3.4
    private const int LongestDomain = 255;
    private const int LongestLabel = 63;

    private static readonly SearchValues<byte> LetDig =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"u8);

    private static readonly SearchValues<byte> NotBracket = SearchValues.Create(
        Enumerable.Range(33, 94).Select(i => (byte)i).Where(b => b is not ((byte)'[' or (byte)']' or (byte)'\\')).ToArray());

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
        return cursor.At - start <= LongestDomain || Back(ref cursor, start);
    }

    // sub-domain = Let-dig [Ldh-str]; Ldh-str = *( ALPHA / DIGIT / "-" ) Let-dig; RFC 6531 adds U-label
    private static bool SubDomain(ref Cursor cursor)
    {
        var start = cursor.At;
        if (!LetDigit(ref cursor))
            return false;
        var hyphen = false;
        for (var more = true; more;)
        {
            var letter = LetDigit(ref cursor);
            more = letter || cursor.Take('-');
            hyphen = more ? !letter : hyphen;
        }
        return !hyphen && cursor.At - start <= LongestLabel;
    }

    private static bool LetDigit(ref Cursor cursor)
    {
        if (!LetDig.Contains(cursor.Next))
            return cursor.TakeInternational();
        cursor.At++;
        return true;
    }

    // address-literal = "[" ( IPv4-address-literal / IPv6-address-literal / General-address-literal ) "]"
    // The only tag that is registered is IPv6, so a general literal with another is none.
    public static bool AddressLiteral(ref Cursor cursor)
    {
        var start = cursor.At;
        if (!cursor.Take('['))
            return false;
        var tagged = cursor.TakeWord("IPv6:"u8);
        var from = cursor.At;
        cursor.TakeAll(NotBracket);
        var address = cursor.Since(from);
        return (IsAddress(address, tagged) && cursor.Take(']')) || Back(ref cursor, start);
    }

    // IPv4-address-literal = Snum 3("." Snum): four numbers, not the short forms that the parser also knows
    private static bool IsAddress(string text, bool six) =>
        IPAddress.TryParse(text, out var address)
        && address.AddressFamily == (six ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork)
        && (six ? text.IndexOf('%', StringComparison.Ordinal) < 0 : IsDotted(text));

    private static bool IsDotted(string text) =>
        text.Split('.') is { Length: 4 } parts && parts.All(p => p.Length is > 0 and <= 3 && p.All(char.IsAsciiDigit));

    private static bool Back(ref Cursor cursor, int start)
    {
        cursor.At = start;
        return false;
    }
}
