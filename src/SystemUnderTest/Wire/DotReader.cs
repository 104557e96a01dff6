using System.Buffers;

namespace SmtpGate.Wire;

/// <summary>
/// Message content up to its end, the dot-stuffing taken out (RFC 5321 4.5.2). The end is CRLF "." CRLF and nothing else
/// (4.1.1.4); bare CR and LF never count as line ends. They are noticed, so that the message can be refused at its true
/// end, in step with the client.
/// </summary>
public sealed class DotReader
{
    private enum State
    {
        /// <summary>Behind a CRLF, or at the very start: the CRLF of the DATA line counts as the first one.</summary>
        LineStart,

        /// <summary>Behind a dot at the start of a line: the end, or a stuffed line.</summary>
        Dot,

        /// <summary>Behind a dot and a CR at the start of a line: one LF short of the end.</summary>
        DotCr,

        /// <summary>Somewhere in a line.</summary>
        Inside,

        /// <summary>Behind a CR in a line: a line end if LF follows, else bare.</summary>
        Cr,
    }

    private static readonly SearchValues<byte> LineEnds = SearchValues.Create("\r\n"u8);

    private State _state = State.LineStart;

    public bool HasBareCr { get; private set; }

    public bool HasBareLf { get; private set; }

    /// <summary>
    /// Reads content into <paramref name="content"/>. True at the end of the message; what stands behind the first
    /// <paramref name="used"/> octets is not part of it.
    /// </summary>
    public bool Read(ReadOnlySpan<byte> octets, IBufferWriter<byte> content, out int used)
    {
        for (used = 0; used < octets.Length;)
        {
            if (_state == State.Inside && CopyRun(octets[used..], content) is > 0 and var run)
            {
                used += run;
                continue;
            }
            if (Step(octets[used++], content))
                return true;
        }
        return false;
    }

    private static int CopyRun(ReadOnlySpan<byte> octets, IBufferWriter<byte> content)
    {
        var end = octets.IndexOfAny(LineEnds);
        var run = end < 0 ? octets.Length : end;
        content.Write(octets[..run]);
        return run;
    }

    private bool Step(byte octet, IBufferWriter<byte> content)
    {
        if (_state == State.DotCr && octet == '\n')
            return true;
        switch (_state)
        {
            case State.LineStart when octet == '.':
                _state = State.Dot;
                break;
            case State.Dot when octet == '\r':
                _state = State.DotCr;
                break;
            case State.Cr when octet == '\n':
                content.Write("\r\n"u8);
                _state = State.LineStart;
                break;
            case State.Cr or State.DotCr:
                HasBareCr = true;
                content.Write("\r"u8);
                InLine(octet, content);
                break;
            default:
                InLine(octet, content);
                break;
        }
        return false;
    }

    private void InLine(byte octet, IBufferWriter<byte> content)
    {
        _state = octet == '\r' ? State.Cr : State.Inside;
        if (octet == '\r')
            return;
        HasBareLf |= octet == '\n';
        content.Write([octet]);
    }
}
