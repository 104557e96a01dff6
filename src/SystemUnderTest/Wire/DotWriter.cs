using System.Buffers;

namespace SmtpGate.Wire;

/// <summary>Message content as it goes out: leading dots doubled, ended by a line with one dot (RFC 5321 4.5.2).</summary>
/// <remarks>Expects CRLF line ends, which <see cref="DotReader"/> has seen to.</remarks>
public sealed class DotWriter(IBufferWriter<byte> output)
{
    private bool _lineStart = true;
    private bool _afterCr;

    /// <summary>Something has been put into the output.</summary>
    public bool HasWritten { get; private set; }

    public void Write(ReadOnlySpan<byte> content)
    {
        HasWritten = true;
        while (content.Length > 0)
        {
            if (_lineStart && content[0] == '.')
                output.Write("."u8);
            var end = content.IndexOf((byte)'\n');
            var line = end < 0 ? content : content[..(end + 1)];
            output.Write(line);
            _lineStart = end >= 0 && (end > 0 ? content[end - 1] == '\r' : _afterCr);
            _afterCr = line[^1] == '\r';
            content = content[line.Length..];
        }
    }

    /// <summary>The end of the data. Text that does not end in CRLF gets one first (RFC 5321 4.1.1.4).</summary>
    public void Finish() => output.Write(_lineStart ? ".\r\n"u8 : "\r\n.\r\n"u8);
}
