namespace SmtpGate.Wire;

/// <summary>Looks whether text that comes in pieces ends its lines with CRLF, and with nothing else (RFC 5321 2.3.8).</summary>
public sealed class LineEnds
{
    private bool _afterCr;
    private bool _hasBare;

    /// <summary>A CR or an LF stood alone, or would if nothing more came.</summary>
    public bool HasBare => _hasBare || _afterCr;

    /// <summary>A CR or an LF stood alone, whatever comes.</summary>
    public bool HasBareAlready => _hasBare;

    /// <summary>The same text, with CRLF wherever a CR or an LF stands alone.</summary>
    public static byte[] Mended(ReadOnlySpan<byte> text)
    {
        var mended = new List<byte>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is not ((byte)'\r' or (byte)'\n'))
                mended.Add(text[i]);
            else if (text[i] == '\n' || i + 1 == text.Length || text[i + 1] != '\n')
                mended.AddRange("\r\n"u8);
        }
        return [.. mended];
    }

    public void Look(ReadOnlySpan<byte> octets)
    {
        while (octets.Length > 0 && !_hasBare)
        {
            var at = _afterCr ? 0 : octets.IndexOfAny((byte)'\r', (byte)'\n');
            if (at < 0)
                return;
            _hasBare = _afterCr != (octets[at] == '\n');
            _afterCr = !_afterCr && !_hasBare;
            octets = octets[(at + 1)..];
        }
    }
}
