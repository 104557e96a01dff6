using System.Globalization;
using System.Text;

namespace SmtpGate.Grammar;

/// <summary>A domain may be written in U-labels or in A-labels (RFC 5890 2.3.2.1), and is one domain.</summary>
public static class DomainName
{
    private static readonly IdnMapping ALabels = new();

    /// <summary>In A-labels; null where there are none for it, for they would be too long.</summary>
    public static string? ToAscii(string domain)
    {
        if (Ascii.IsValid(domain))
            return domain;
        try
        {
            // RFC 5895 2: the mapping does not see to capitals everywhere.
            return ALabels.GetAscii(domain.ToLowerInvariant());
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>An address with its domain in A-labels; null where it needs UTF-8 all the same.</summary>
    public static string? InALabels(string address)
    {
        var at = address.LastIndexOf('@') + 1;
        return ToAscii(address[at..]) is { } domain && $"{address.AsSpan(0, at)}{domain}" is var ascii && Ascii.IsValid(ascii)
            ? ascii
            : null;
    }

    /// <summary>RFC 5321 2.4: without regard to case.</summary>
    public static bool AreSame(string domain, string? other) =>
        other is not null && ToAscii(domain) is { } ascii && ascii.Equals(ToAscii(other), StringComparison.OrdinalIgnoreCase);

    /// <summary>What a setting says, in A-labels; null where it is none.</summary>
    public static string? Parse(string text) => ToAscii(text) is { } ascii && OwnName.IsValid(ascii) ? ascii : null;
}
