namespace SmtpGate.Grammar;

/// <summary>
/// Lines of other protocols, said by who has the wrong port, or has others say SMTP for him behind an HTTP request.
/// </summary>
public static class ForeignTalk
{
    // RFC 9110 9, RFC 5789 2, RFC 9113 3.4
    private static readonly string[] Methods =
        ["GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH", "PRI"];

    /// <summary>True for the first line of an HTTP request (RFC 9112 3), and of SSH (RFC 4253 4.2).</summary>
    public static bool IsLine(ReadOnlySpan<byte> line) => line.StartsWith("SSH-"u8) || IsRequest(line);

    private static bool IsRequest(ReadOnlySpan<byte> line)
    {
        var (first, last) = (line.IndexOf((byte)' '), line.LastIndexOf((byte)' '));
        if (first < 0 || first == last || !line[(last + 1)..].StartsWith("HTTP/"u8))
            return false;
        foreach (var method in Methods)
        {
            if (System.Text.Ascii.Equals(line[..first], method))
                return true;
        }
        return false;
    }
}
