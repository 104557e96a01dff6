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
