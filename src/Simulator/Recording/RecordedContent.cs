using SmtpSim.Wire;

namespace SmtpSim.Recording;

/// <summary>A message in a recording, in whatever pieces, or a chunk.</summary>
internal sealed class RecordedContent
{
    private static readonly byte[] End = "\r\n.\r\n"u8.ToArray();

    private readonly OctetBuffer _said = new();
    private readonly long? _size;
    private long _taken;
    private bool _isKnown = true;
    // How much of the end has come. The line end in front of it may be that of DATA.
    private int _of = 2;

    private RecordedContent(long? size) => _size = size;

    public bool IsMessage => _size is null;

    /// <summary>CRLF.CRLF (RFC 5321 4.1.1.4), or as many octets as BDAT says (RFC 3030 2).</summary>
    public bool HasEnded => _size is { } size ? _taken >= size : _of == End.Length;

    /// <summary>What has come of it, null where that is not known.</summary>
    public Octets? Said => _isKnown ? new Octets(_said.Span) : null;

    public static RecordedContent Message() => new(null);

    public static RecordedContent Chunk(int size) => new(size);

    /// <returns>How many of them are its own.</returns>
    public int Take(ReadOnlySpan<byte> octets)
    {
        var taken = _size is { } size ? (int)Math.Min(size - _taken, octets.Length) : TakeMessage(octets);
        _taken += taken;
        _said.Append(octets[..taken]);
        return taken;
    }

    /// <summary>What stands for something else: how long that is nobody knows.</summary>
    public void TakeValue(int length) => (_taken, _isKnown) = (_taken + length, false);

    private int TakeMessage(ReadOnlySpan<byte> octets)
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
