using SmtpSim.Playing;

namespace SmtpSim.Serving;

/// <summary>The first reply that a rule says, in however many pieces: what comes behind it answers something else.</summary>
internal struct FirstReply
{
    private byte[]? _begun;
    private bool _isOver;

    /// <summary>Whether these octets are its end, and it accepts (2yz).</summary>
    public bool IsAcceptedBy(ReadOnlySpan<byte> octets, Shape shape)
    {
        if (_isOver)
            return false;
        var said = octets[..Math.Min(octets.Length, shape.Cut ?? octets.Length)];
        if (_begun is not null)
            said = (byte[])[.. _begun, .. said];
        for (var rest = said; rest.IndexOf((byte)'\n') is >= 0 and var end; rest = rest[(end + 1)..])
        {
            if (rest[..end] is [_, _, _, (byte)'-', ..])
                continue;
            _isOver = true;
            return rest[..end] is [(byte)'2', _, _, .., (byte)'\r'];
        }
        _begun = said.ToArray();
        return false;
    }
}
