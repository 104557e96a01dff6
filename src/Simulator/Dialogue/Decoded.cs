using System.Text;

namespace SmtpSim.Dialogue;

/// <summary>What a client said in base64 to authenticate.</summary>
internal static class Decoded
{
    /// <summary>What nobody else is to know of it; none where it is no base64.</summary>
    public static IEnumerable<string> PartsOf(string secret)
    {
        // Some take the alphabet for file names (RFC 4648 5).
        secret = secret.Replace('-', '+').Replace('_', '/');
        var padded = secret.TrimEnd('=') + new string('=', (4 - (secret.TrimEnd('=').Length % 4)) % 4);
        Span<byte> octets = new byte[padded.Length];
        return Convert.TryFromBase64String(padded, octets, out var length)
            ? Parts(Encoding.Latin1.GetString(octets[..length]))
            : [];
    }

    // Behind PLAIN's NULs the password (RFC 4616 2), behind "Bearer" the token (RFC 7628 3.1), behind "p=" the proof
    // (RFC 5802 7), behind a name the digest (RFC 2195 2).
    private static string[] Parts(string text)
    {
        // As by `echo`, which ends a line.
        text = text.TrimEnd('\0', '\u0001', '\r', '\n', ' ');
        var fields = text.Split('\0', '\u0001');
        if (fields.FirstOrDefault(f => f.StartsWith("auth=", StringComparison.OrdinalIgnoreCase)) is { } bearer)
            return [bearer.Split(' ')[^1]];
        // Where the NULs are left out, a name stands in front of it.
        if (fields.Length > 1)
            return [fields[^1], string.Concat(fields)];
        if (text.IndexOf(",p=", StringComparison.Ordinal) is >= 0 and var proof)
            return [text, text[(proof + 1)..], text[(proof + 3)..]];
        return IsDigest(text.Split(' ')[^1]) ? [text, text.Split(' ')[^1]] : [text];
    }

    private static bool IsDigest(string word) => word.Length == 32 && word.All(char.IsAsciiHexDigit);
}
