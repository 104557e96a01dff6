using System.Text;

namespace SmtpSim.Mutating;

/// <summary>What may come besides the reply to a line that has ended.</summary>
/// <param name="Replies">How many: one for each CR or LF of its own that was not answered before.</param>
/// <param name="IsRefused">They may come whatever the reply is: else it must be a refusal.</param>
internal readonly record struct Leeway(int Replies, bool IsRefused);

/// <summary>
/// Replies that nothing is owed for and that are right all the same: a line may be refused before it has ended, for its length
/// (RFC 5321 4.5.3.1.4) or for a CR or LF that stands alone (2.3.8), once for each. Where it is refused, what comes besides may
/// be about what stood behind that end; whoever obeys it and answers again has read two lines.
/// </summary>
internal sealed class Tolerance
{
    // Without its end: RFC 5321 4.5.3.1.4 counts CRLF as two of 512.
    private const int LongestLine = 510;

    private bool _lineIsAnswered;
    // How often the line was refused before its end.
    private int _early;
    // How many replies may come besides the last one.
    private int _further;

    /// <summary>Null where the line that ends was answered before.</summary>
    public Leeway? EndLine(string line)
    {
        var leeway = new Leeway(Math.Max(0, line.Count(IsEnd) - _early), _early > 0);
        var isOwed = !_lineIsAnswered;
        (_lineIsAnswered, _early) = (false, 0);
        return isOwed ? leeway : null;
    }

    /// <summary>A reply that was owed.</summary>
    public void Answer(Leeway leeway, int code) => _further = leeway.IsRefused || IsRefusal(code) ? leeway.Replies : 0;

    /// <summary>A reply that was not: what it may have been, none where it is one too many.</summary>
    /// <param name="unread">What has come of a line that has not ended; empty where it cannot be about that.</param>
    public IReadOnlyList<Tolerance> Excusing(int code, ReadOnlySpan<byte> unread)
    {
        var may = new List<Tolerance>();
        if (_further > 0)
            may.Add(With(_early, _lineIsAnswered, _further - 1));
        // Behind a CR that is the last octet LF may come.
        var line = unread is [.., (byte)'\r'] ? unread[..^1] : unread;
        var bareEnds = BareEnds(line);
        if (MayBeRefused(line.Length, bareEnds) && (_early > 0 || IsRefusal(code)))
            may.Add(With(_early + 1, _lineIsAnswered, _further));
        if (IsRefusal(code) && MayBeAnswered(line.Length, bareEnds))
            may.Add(With(_early, true, _further));
        return may;
    }

    // A piece of it.
    private bool MayBeRefused(int length, int bareEnds) => bareEnds > _early && (!_lineIsAnswered || length > LongestLine);

    // The whole of it, whose rest is passed over.
    private bool MayBeAnswered(int length, int bareEnds) =>
        !_lineIsAnswered && (length > LongestLine || (bareEnds > 0 && _early == 0));

    private static Tolerance With(int early, bool lineIsAnswered, int further) =>
        new() { _early = early, _lineIsAnswered = lineIsAnswered, _further = further };

    private static bool IsRefusal(int code) => code / 100 == 5;

    private static int BareEnds(ReadOnlySpan<byte> line) => Encoding.Latin1.GetString(line).Count(IsEnd);

    private static bool IsEnd(char octet) => octet is '\r' or '\n';
}
