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
    private int _excused;
    private int _refusedLines;

    /// <summary>The line that has just ended had a CR or LF of its own.</summary>
    public bool LineHadBareEnd { get; private set; }

    /// <summary>False where the line that ends was answered before.</summary>
    public bool EndLine(string line)
    {
        var bare = BareEnds(line);
        _bareEnds += bare;
        LineHadBareEnd = bare > 0;
        var isOwed = !_lineIsAnswered;
        _lineIsAnswered = false;
        return isOwed;
    }

    /// <summary>A line with a bare end was refused: what comes besides may be about what stood behind that end.</summary>
    public void RefuseLine() => _refusedLines++;

    /// <param name="unread">What has come of a line that has not ended.</param>
    /// <param name="isAtLine">It is a command or a response, not content.</param>
    public bool Excuses(int code, ReadOnlySpan<byte> unread, bool isAtLine) =>
        ExcusesBareEnd(code, unread) || (isAtLine && ExcusesLength(code, unread));

    private bool ExcusesBareEnd(int code, ReadOnlySpan<byte> unread)
    {
        var isRefusal = code / 100 == 5;
        if ((!isRefusal && _refusedLines == 0) || _bareEnds + BareEnds(Encoding.Latin1.GetString(unread)) <= _excused)
            return false;
        _excused++;
        _refusedLines -= isRefusal ? 0 : 1;
        return true;
    }

    private bool ExcusesLength(int code, ReadOnlySpan<byte> unread)
    {
        var may = unread.Length > LongestLine && code / 100 == 5 && !_lineIsAnswered;
        _lineIsAnswered |= may;
        return may;
    }

    private static int BareEnds(string text) =>
        text.Replace("\r\n", "", StringComparison.Ordinal).TrimEnd('\r').Count(c => c is '\r' or '\n');
}
