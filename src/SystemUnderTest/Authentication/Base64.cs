using System.Buffers;

namespace SmtpGate.Authentication;

/// <summary>Base64 to the letter (RFC 4648 3.3): what is outside the alphabet is refused, not skipped.</summary>
public static class Base64
{
    private static readonly SearchValues<char> Alphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");

    /// <summary>Null where the text is none.</summary>
    public static byte[]? Decode(string text)
    {
        var digits = text.AsSpan().TrimEnd('=');
        if (text.Length % 4 != 0 || text.Length - digits.Length > 2 || digits.ContainsAnyExcept(Alphabet))
            return null;
        try
        {
            return Convert.FromBase64String(text);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
