using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace SmtpGate.Grammar;

/// <summary>
/// IP addresses as they are written in mail and in settings (RFC 5321 4.1.3). The system's own parser knows more forms
/// than anyone means: 10.1 and 0x7f.1 for IPv4, 010 as an eight.
/// </summary>
public static class AddressText
{
    // IPv6-comp: "No more than 6 groups in addition to the "::" may be present."
    private const int MostGroupsBesideGap = 6;

    /// <summary>Four decimal numbers, or an IPv6 address; null where the text is neither.</summary>
    public static IPAddress? Parse(string text) => IPv4(text) ?? IPv6(text);

    /// <summary>What stands between square brackets as RFC 5321 4.1.3 writes it; null where the text is no literal.</summary>
    public static IPAddress? Literal(string text) => text is not ['[', .. var inside, ']'] ? null
        : inside.StartsWith("IPv6:", StringComparison.OrdinalIgnoreCase) ? IPv6(inside[5..]) : IPv4(inside);

    // IPv4-address-literal = Snum 3("." Snum); Snum = 1*3DIGIT, a decimal number of 0 to 255, leading zeros or not
    public static IPAddress? IPv4(string text)
    {
        return text.Split('.') is [var a, var b, var c, var d]
            && Snum(a) is { } first && Snum(b) is { } second && Snum(c) is { } third && Snum(d) is { } fourth
                ? new IPAddress([first, second, third, fourth])
                : null;
    }

    /// <summary>Without a zone, which means nothing to another host.</summary>
    public static IPAddress? IPv6(string text)
    {
        if (!text.All(c => char.IsAsciiHexDigit(c) || c is ':' or '.'))
            return null;
        var tail = text[(text.LastIndexOf(':') + 1)..];
        if (!tail.Contains('.', StringComparison.Ordinal))
            return IsRoomForGap(text) ? Grouped(text) : null;
        // The four numbers stand in the place of two groups.
        var groups = text[..^tail.Length];
        return IPv4(tail) is { } four && IsRoomForGap(groups + "0:0") ? Grouped(groups + four) : null;
    }

    // True where there is no gap, too.
    private static bool IsRoomForGap(string text) =>
        !text.Contains("::", StringComparison.Ordinal)
        || text.Split(':').Count(g => g.Length > 0) <= MostGroupsBesideGap;

    private static IPAddress? Grouped(string text) =>
        IPAddress.TryParse(text, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6 ? address : null;

    /// <summary>An IPv4 address that is written as IPv6 is an IPv4 address: a client over IPv4 has one.</summary>
    public static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private static byte? Snum(string text) =>
        text.Length is >= 1 and <= 3 && byte.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
