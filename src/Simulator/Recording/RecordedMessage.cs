namespace SmtpSim.Recording;

/// <summary>A message in a recording, in whatever pieces, up to CRLF.CRLF (RFC 5321 4.1.1.4).</summary>
internal sealed class RecordedMessage
{
    private static readonly byte[] End = "\r\n.\r\n"u8.ToArray();

    // How much of the end has come. The line end in front of it may be that of DATA.
    private int _of = 2;

    public bool HasEnded => _of == End.Length;

    /// <returns>How many of them are its own.</returns>
    public int Take(ReadOnlySpan<byte> octets)
    {
        var taken = 0;
        while (taken < octets.Length && !HasEnded)
            _of = Behind(octets[taken++]);
        return taken;
    }

    private int Behind(byte octet) =>
        octet == End[_of] ? _of + 1
        : octet == '\r' ? 1
        : 0;
}
