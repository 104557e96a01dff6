using System.Buffers;

namespace SmtpGate.Wire;

/// <summary>Text that comes in pieces, with CRLF wherever a CR or an LF stands alone (RFC 5321 2.3.8).</summary>
public sealed class LineMender(IBufferWriter<byte> output)
{
    private bool _afterCr;

    public void Write(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
            return;
        // The CRLF was written with its CR.
        if (_afterCr && text[0] == '\n')
            text = text[1..];
        _afterCr = false;
        while (text.IndexOfAny((byte)'\r', (byte)'\n') is >= 0 and var end)
        {
            output.Write(text[..end]);
            output.Write("\r\n"u8);
            var isWhole = text[end] == '\r' && end + 1 < text.Length && text[end + 1] == '\n';
            _afterCr = text[end] == '\r' && end + 1 == text.Length;
            text = text[(end + (isWhole ? 2 : 1))..];
        }
        output.Write(text);
    }

    /// <summary>The same for text that is there as a whole.</summary>
    public static byte[] Mended(ReadOnlySpan<byte> text)
    {
        var output = new ArrayBufferWriter<byte>(text.Length + 2);
        new LineMender(output).Write(text);
        return output.WrittenSpan.ToArray();
    }
}
