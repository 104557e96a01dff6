using SmtpSim.Wire;

namespace SmtpSim.Serving;

/// <summary>
/// Takes a message off the wire as it arrives: leading dots are taken away, and CRLF "." CRLF alone ends it (RFC 5321
/// 4.1.1.4, 4.5.2). Every other octet is kept as it came.
/// </summary>
public sealed class ContentReader
{
    private bool _atLineStart = true;

    /// <summary>The message so far.</summary>
    public OctetBuffer Content { get; } = new();

    /// <summary>True once the end has come; what stands behind it was not taken.</summary>
    public bool Ended { get; private set; }

    /// <summary>How many of the octets were taken. What may be part of an end is left until it is known.</summary>
    public int Take(ReadOnlySpan<byte> heard)
    {
        var rest = heard;
        while (!Ended && rest.Length > 0)
        {
            var taken = _atLineStart && rest[0] == '.' ? TakeDot(rest) : TakeText(rest);
            if (taken == 0)
                break;
            rest = rest[taken..];
        }
        return heard.Length - rest.Length;
    }

    private int TakeDot(ReadOnlySpan<byte> rest)
    {
        if (rest.Length < 3 && ".\r\n"u8.StartsWith(rest))
            return 0;
        Ended = rest.StartsWith(".\r\n"u8);
        _atLineStart = false;
        return Ended ? 3 : 1;
    }

    private int TakeText(ReadOnlySpan<byte> rest)
    {
        var dot = rest.IndexOf("\r\n."u8);
        var length = dot >= 0 ? dot + 2 : rest.Length;
        // A CR at the end may begin a CRLF.
        if (dot < 0 && rest[^1] == '\r')
            length--;
        Content.Append(rest[..length]);
        if (length > 0)
            _atLineStart = length > 1 && rest[..length].EndsWith("\r\n"u8);
        return length;
    }
}
