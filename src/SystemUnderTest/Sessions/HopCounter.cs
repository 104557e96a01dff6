namespace SmtpGate.Sessions;

/// <summary>
/// Counts the Received fields on top of a message while it arrives, in whatever pieces: a host stands behind each of them
/// (RFC 5321 6.3).
/// </summary>
public sealed class HopCounter
{
    private int _column;
    private bool _isField = true;
    private bool _inText;

    public int Hops { get; private set; }

    private static ReadOnlySpan<byte> Field => "received:"u8;

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
        for (var i = 0; i < piece.Length && _isField && _column + i < Field.Length; i++)
        {
            // Field names are compared without case (RFC 5322 1.2.2); a colon stays a colon.
            _isField = (piece[i] | 0x20) == Field[_column + i];
            if (_isField && _column + i == Field.Length - 1)
                Hops++;
        }
        _column += piece.Length;
    }

    // The header ends with the first line that is nothing but CRLF (RFC 5322 2.1).
    private void EndLine() => (_inText, _column, _isField) = (_column == 2, 0, true);
}
