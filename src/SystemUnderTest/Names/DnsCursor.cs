using System.Buffers.Binary;
using System.Text;

namespace SmtpGate.Names;

/// <summary>Reads a DNS message from front to back. What goes beyond its end is not there: it never throws.</summary>
internal ref struct DnsCursor(ReadOnlySpan<byte> message)
{
    // RFC 1035 3.1
    private const int LongestName = 255;

    // Labels of a name that is as long as may be, and as many pointers: with more it goes in circles.
    private const int MostSteps = 256;

    private enum Label
    {
        End,
        Text,
        Pointer,
        Wrong,
    }

    private readonly ReadOnlySpan<byte> _message = message;

    public int At { get; set; }

    public ushort? Number()
    {
        if (_message.Length - At < 2)
            return null;
        At += 2;
        return BinaryPrimitives.ReadUInt16BigEndian(_message[(At - 2)..]);
    }

    /// <summary>Empty where there are not so many.</summary>
    public ReadOnlySpan<byte> Octets(int count)
    {
        if (_message.Length - At < count)
            return default;
        At += count;
        return _message.Slice(At - count, count);
    }

    /// <summary>A name with its pointers followed (RFC 1035 4.1.4); null where it is none.</summary>
    public string? Name()
    {
        var name = new StringBuilder();
        var (at, end) = (At, -1);
        for (var steps = 0; steps < MostSteps; steps++)
        {
            switch (KindAt(at))
            {
                case Label.End:
                    At = end < 0 ? at + 1 : end;
                    return name.Length <= LongestName ? name.ToString() : null;
                case Label.Pointer:
                    end = end < 0 ? at + 2 : end;
                    at = ((_message[at] & 0x3F) << 8) | _message[at + 1];
                    break;
                case Label.Text when TakeLabel(name, at + 1, _message[at]):
                    at += 1 + _message[at];
                    break;
                default:
                    return null;
            }
        }
        return null;
    }

    private readonly Label KindAt(int at) =>
        at >= _message.Length ? Label.Wrong
        : _message[at] == 0 ? Label.End
        : _message[at] < 64 ? Label.Text
        : _message[at] >= 0xC0 && at + 1 < _message.Length ? Label.Pointer
        : Label.Wrong;

    // A dot or a line end within a label is no host's name; whoever reads it as text would read another one.
    private readonly bool TakeLabel(StringBuilder name, int at, int length)
    {
        if (at + length > _message.Length)
            return false;
        var label = _message.Slice(at, length);
        foreach (var octet in label)
        {
            if (octet is <= 32 or >= 127 or (byte)'.')
                return false;
        }
        if (name.Length > 0)
            name.Append('.');
        name.Append(Encoding.ASCII.GetString(label));
        return true;
    }
}
