using System.Text;

namespace SmtpSim.Dialogue;

/// <param name="ends">The message ends behind it.</param>
internal delegate void ContentHandler(ReadOnlySpan<char> text, bool ends);

/// <summary>Whether a client is in a message or in a chunk, and where that ends.</summary>
/// <param name="told">Told of what it is made of, without stuffing, and of the message's end.</param>
/// <remarks>
/// Whoever is told takes a message to end at CRLF.CRLF (RFC 5321 4.1.1.4); whoever only looks for secrets behind it, wherever
/// some server might.
/// </remarks>
internal sealed class ClientContent(ContentHandler? told)
{
    private bool _isAsked;
    private int _chunk;
    private bool _isLastChunk;
    // It had its reply before it had come: what follows is the rest of it, or commands.
    private bool _isLost;

    public bool IsMessage { get; private set; }

    /// <summary>DATA was said.</summary>
    public void Ask() => _isAsked = true;

    /// <summary>It was answered with 354. Said again, that changes nothing.</summary>
    public void GoAhead() => (IsMessage, _isAsked) = (IsMessage || _isAsked, false);

    public void Forget() => (IsMessage, _chunk, _isAsked) = (false, 0, false);

    /// <summary>A reply to what has not come to its end is a refusal, or one that nothing else is left to have.</summary>
    /// <param name="isOnlyOne">No other is owed.</param>
    public void HearReply(bool isRefusal, bool isOnlyOne)
    {
        var isLost = (isRefusal && (IsMessage || _chunk > 0)) || (isOnlyOne && _chunk > 0);
        _isLost = isLost || (isRefusal && _isLost);
        if (isLost)
            (IsMessage, _chunk) = (false, 0);
    }

    /// <summary>A command: BDAT begins a chunk.</summary>
    public void Begin(string command)
    {
        if (_isLost || ClientCommand.Chunk(command) is not var (size, isLast))
            return;
        (_chunk, _isLastChunk) = (size, isLast);
        if (size == 0)
            told?.Invoke("", isLast);
    }

    /// <summary>True where the octet is one of a chunk's.</summary>
    public bool Takes(char octet)
    {
        if (_chunk == 0)
            return false;
        _chunk--;
        told?.Invoke([octet], _chunk == 0 && _isLastChunk);
        return true;
    }

    /// <summary>Whether a line feed that has come ends a line.</summary>
    public bool EndsLine(StringBuilder line) => told is null || !IsMessage || (line.Length > 1 && line[^2] == '\r');

    /// <summary>One line of a message, its end included; true where that ends the message.</summary>
    public bool IsEnd(StringBuilder line)
    {
        var dot = line.ToString();
        var ends = told is null ? dot.TrimEnd('\r', '\n') == "." : dot == ".\r\n";
        IsMessage = !ends;
        return ends;
    }

    /// <summary>Hands on a line of a message, and its end.</summary>
    public void Tell(StringBuilder line, bool ends) =>
        told?.Invoke(ends ? "" : line.ToString().AsSpan(line[0] == '.' ? 1 : 0), ends);
}
