using System.Text;

namespace SmtpSim.Mutating;

/// <summary>
/// Replies that nothing is owed for and that are right all the same: a line may be refused before it has ended, for its length
/// (RFC 5321 4.5.3.1.4) or for a CR or LF that stands alone (2.3.8), once for each.
/// </summary>
internal sealed class Tolerance
{
    private const int LongestLine = 512;

    private bool _lineIsAnswered;
    private int _bareEnds;
    // Of lines that were answered.
    private int _answeredBareEnds;
    private int _excused;
    // How many of the replies to come may be the first to the last such line: those before it that were refused may have several.
    private int _firsts;
    private int _refusedLines;

    /// <summary>Whether anything in it may be answered before its end.</summary>
    public static bool AppliesTo(Speech speech) => string.Concat(speech.Writes.Select(w => Encoding.Latin1.GetString(w.Span)))
        .Split("\r\n").Any(line => line.Length > LongestLine || line.Any(IsEnd));

    /// <summary>How many CRs and LFs of its own the line had that has just ended.</summary>
    public int BareEndsOfLine { get; private set; }

    /// <summary>False where the line that ends was answered before.</summary>
    public bool EndLine(string line)
    {
        BareEndsOfLine = line.Count(IsEnd);
        _bareEnds += BareEndsOfLine;
        var isOwed = !_lineIsAnswered;
        _lineIsAnswered = false;
        return isOwed;
    }

    /// <summary>
    /// A reply that was owed. Where a line with a bare end is refused, what comes besides may be about what stood behind that
    /// end; whoever obeys it and answers again has read two lines.
    /// </summary>
    /// <param name="bareEnds">Those of the line that it is owed for.</param>
    public void Answer(int bareEnds, int code)
    {
        if (bareEnds > 0)
            _firsts = 1 + (_refusedLines > 0 ? Math.Max(0, _answeredBareEnds - _excused) : 0);
        _answeredBareEnds += bareEnds;
        Note(code);
    }

    private void Note(int code)
    {
        if (_firsts == 0)
            return;
        _firsts = IsRefusal(code) ? 0 : _firsts - 1;
        _refusedLines += IsRefusal(code) ? 1 : 0;
    }

    /// <param name="unread">What has come of a line that has not ended.</param>
    /// <param name="isAtLine">It is a command or a response, not content.</param>
    public bool Excuses(int code, ReadOnlySpan<byte> unread, bool isAtLine)
    {
        Note(code);
        return ExcusesBareEnd(code, BareEnds(unread)) || (isAtLine && ExcusesLength(code, unread));
    }

    private bool ExcusesBareEnd(int code, int unread)
    {
        var isRefused = _refusedLines > 0 || (unread > 0 && IsRefusal(code));
        if (!isRefused || _bareEnds + unread <= _excused)
            return false;
        _excused++;
        _refusedLines -= IsRefusal(code) ? 0 : 1;
        return true;
    }

    private bool ExcusesLength(int code, ReadOnlySpan<byte> unread)
    {
        var may = unread.Length > LongestLine && IsRefusal(code) && !_lineIsAnswered;
        _lineIsAnswered |= may;
        return may;
    }

    private static bool IsRefusal(int code) => code / 100 == 5;

    // Behind a CR that is the last octet LF may come.
    private static int BareEnds(ReadOnlySpan<byte> unread) =>
        Encoding.Latin1.GetString(unread is [.., (byte)'\r'] ? unread[..^1] : unread).Count(IsEnd);

    private static bool IsEnd(char octet) => octet is '\r' or '\n';
}
