namespace SmtpGate.Sessions;

/// <summary>
/// Counts the Received fields on top of a message while it arrives, in whatever pieces: a host stands behind each of them
/// (RFC 5321 6.3).
/// </summary>
public sealed class HopCounter
{
    private int _column;
    private int _matched;
    private bool _isField = true;
    private bool _inText;

    public int Hops { get; private set; }

    private static ReadOnlySpan<byte> Name => "received"u8;

    public void Look(ReadOnlySpan<byte> octets)
    {
        while (!_inText && octets.Length > 0)
        {
            var end = octets.IndexOf((byte)'\n');
            var piece = end < 0 ? octets : octets[..(end + 1)];
            LookAtLine(piece);
            if (end >= 0)
                EndLine();
            octets = octets[piece.Length..];
        }
    }

    private void LookAtLine(ReadOnlySpan<byte> piece)
    {
        for (var i = 0; i < piece.Length && _isField; i++)
            _isField = Fits(piece[i]);
        _column += piece.Length;
    }

    /// <summary>False where the line is no Received field, or is known to be one.</summary>
    private bool Fits(byte octet)
    {
        // Field names are compared without case (RFC 5322 1.2.2).
        if (_matched < Name.Length)
            return char.ToLowerInvariant((char)octet) == Name[_matched++];
        // RFC 5322 4.5.8 knows white space in front of the colon.
        if (octet is (byte)' ' or (byte)'\t')
            return true;
        Hops += octet == ':' ? 1 : 0;
        return false;
    }

    // The header ends with the first line that is nothing but CRLF (RFC 5322 2.1).
    private void EndLine() => (_inText, _column, _matched, _isField) = (_column == 2, 0, 0, true);
}
