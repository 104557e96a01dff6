namespace SmtpGate.Grammar;

/// <summary>
/// Lines of other protocols, said by who has the wrong port, or has others say SMTP for him behind an HTTP request.
/// </summary>
public static class ForeignTalk
{
    /// <summary>So much of a line's beginning is enough to tell the request of a method that is known.</summary>
    public const int EnoughOctets = 16;

    // RFC 9110 9, RFC 5789 2, RFC 9113 3.4, RFC 4918 9: no command of SMTP has one of these names.
    private static readonly string[] Methods =
    [
        "GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH", "PRI", "PROPFIND", "REPORT", "SEARCH",
    ];

    // RFC 5321 4.1.1 and its extensions: what stands behind one of these is its argument.
    private static readonly string[] Verbs =
    [
        "HELO", "EHLO", "MAIL", "RCPT", "DATA", "BDAT", "RSET", "NOOP", "VRFY", "EXPN", "HELP", "QUIT", "AUTH", "STARTTLS",
    ];

    // RFC 9112 3, RFC 7826 20.1, RFC 3261 7.1: method, target, and one of these with its version.
    private static readonly string[] Protocols = ["HTTP/", "RTSP/", "SIP/"];

    /// <summary>True for the first line of a request, and for how SSH begins (RFC 4253 4.2).</summary>
    /// <param name="line">The line, or the beginning of one that is too long.</param>
    public static bool IsLine(ReadOnlySpan<byte> line)
    {
        var text = Trimmed(line);
        if (text.StartsWith("SSH-"u8))
            return true;
        var first = text.IndexOfAny((byte)' ', (byte)'\t');
        if (first <= 0)
            return false;
        var last = text[(text.LastIndexOfAny((byte)' ', (byte)'\t') + 1)..];
        return IsOneOf(text[..first], Methods) || (!IsOneOf(text[..first], Verbs) && BeginsWithOneOf(last, Protocols));
    }

    private static ReadOnlySpan<byte> Trimmed(ReadOnlySpan<byte> line) => line.Trim(" \t"u8);

    private static bool IsOneOf(ReadOnlySpan<byte> word, string[] words)
    {
        foreach (var one in words)
        {
            if (System.Text.Ascii.EqualsIgnoreCase(word, one))
                return true;
        }
        return false;
    }

    private static bool BeginsWithOneOf(ReadOnlySpan<byte> word, string[] beginnings)
    {
        foreach (var one in beginnings)
        {
            if (word.Length > one.Length && System.Text.Ascii.EqualsIgnoreCase(word[..one.Length], one))
                return true;
        }
        return false;
    }
}
