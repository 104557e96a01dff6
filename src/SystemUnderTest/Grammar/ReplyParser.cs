using System.Globalization;
using System.Text;

namespace SmtpGate.Grammar;

/// <summary>A peer's reply, line by line: strict on structure, tolerant of a missing text (RFC 5321 4.2.1).</summary>
public sealed class ReplyParser
{
    // No real server says more; one that does is not to be listened to for ever.
    private const int MostLines = 128;

    private readonly List<string> _lines = [];
    private int _code;

    /// <summary>The reply once its last line was taken.</summary>
    public Reply? Reply { get; private set; }

    /// <summary>Takes one line without its CRLF. False where it belongs to no reply.</summary>
    public bool Take(ReadOnlySpan<byte> line)
    {
        if (CodeOf(line) is not { } code || (_lines.Count > 0 && code != _code) || _lines.Count == MostLines)
            return false;
        _code = code;
        _lines.Add(line.Length > 4 ? Encoding.UTF8.GetString(line[4..]) : "");
        if (line.Length < 4 || line[3] == ' ')
            Reply = new Reply(code, null, [.. _lines]);
        return true;
    }

    // Reply-code = %x32-35 %x30-35 %x30-39; a bare code without a space is accepted
    private static int? CodeOf(ReadOnlySpan<byte> line)
    {
        if (line.Length < 3 || (line.Length > 3 && line[3] is not ((byte)' ' or (byte)'-')))
            return null;
        return int.TryParse(line[..3], NumberStyles.None, CultureInfo.InvariantCulture, out var code) && code is >= 200 and < 600
            ? code
            : null;
    }
}
