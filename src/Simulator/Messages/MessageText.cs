namespace SmtpSim.Messages;

/// <summary>
/// A message on the wire: dot-stuffed, and ended by CRLF "." CRLF and nothing else (RFC 5321 4.1.1.4, 4.5.2).
/// </summary>
public static class MessageText
{
    /// <summary>How many octets the message takes with its end; null while the end has not come.</summary>
    /// <param name="looked">How many octets were looked at before, in vain.</param>
    public static int? Length(ReadOnlySpan<byte> heard, int looked = 0)
    {
        if (heard.StartsWith(".\r\n"u8))
            return 3;
        var from = Math.Max(0, looked - 4);
        var end = heard[from..].IndexOf("\r\n.\r\n"u8);
        return end < 0 ? null : from + end + 5;
    }
}
