using System.Text;

namespace SmtpSim.Mutating;

/// <summary>What may come besides the reply to a line that has ended.</summary>
/// <param name="Replies">How many: one for each CR or LF of its own that was not answered before.</param>
/// <param name="IsRefused">They may come whatever the reply is: else it must be a refusal.</param>
/// <param name="Hidden">What stands behind the first of them.</param>
internal readonly record struct Leeway(int Replies, bool IsRefused, string Hidden);

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
    // What they may be about.
    private string _hidden = "";

    /// <summary>Null where the line that ends was answered before.</summary>
    public Leeway? EndLine(string line)
    {
        var leeway = new Leeway(Math.Max(0, line.Count(IsEnd) - _early), _early > 0, Hidden(line));
        var isOwed = !_lineIsAnswered;
        (_lineIsAnswered, _early) = (false, 0);
        return isOwed ? leeway : null;
    }

    /// <summary>A reply that was owed.</summary>
    public void Answer(Leeway leeway, int code) =>
        (_further, _hidden) = leeway.IsRefused || IsRefusal(code) ? (leeway.Replies, leeway.Hidden) : (0, "");

    /// <summary>A command that such a reply is for stands where it may have been obeyed.</summary>
    public bool Hides(int code)
    {
        var verb = code switch
        {
            354 => "DATA",
            334 => "AUTH",
            220 => "STARTTLS",
            221 => "QUIT",
            _ => null,
        };
        // Of tens of thousands of pieces: once, and not for each refusal.
        return verb is not null && _hidden.Split('\r', '\n').Any(piece => VerbOf(piece) == verb);
    }

    /// <summary>A reply that was not: what it may have been, none where it is one too many.</summary>
    /// <param name="unread">What has come of a line that has not ended; empty where it cannot be about that.</param>
    public IReadOnlyList<Tolerance> Excusing(int code, ReadOnlySpan<byte> unread)
    {
        var may = new List<Tolerance>();
        if (_further > 0)
            may.Add(With(_early, _lineIsAnswered, _further - 1, _hidden));
        // Behind a CR that is the last octet LF may come.
        var line = Encoding.Latin1.GetString(unread is [.., (byte)'\r'] ? unread[..^1] : unread);
        var bareEnds = line.Count(IsEnd);
        if (MayBeRefused(line.Length, bareEnds) && (_early > 0 || IsRefusal(code)))
            may.Add(With(_early + 1, _lineIsAnswered, _further, Hidden(line)));
        if (IsRefusal(code) && MayBeAnswered(line.Length, bareEnds))
            may.Add(With(_early, true, _further, Hidden(line)));
        return may;
    }

    // A piece of it.
    private bool MayBeRefused(int length, int bareEnds) => bareEnds > _early && (!_lineIsAnswered || length > LongestLine);

    // The whole of it, whose rest is passed over.
    private bool MayBeAnswered(int length, int bareEnds) =>
        !_lineIsAnswered && (length > LongestLine || (bareEnds > 0 && _early == 0));

    private static Tolerance With(int early, bool lineIsAnswered, int further, string hidden) =>
        new() { _early = early, _lineIsAnswered = lineIsAnswered, _further = further, _hidden = hidden };

    private static bool IsRefusal(int code) => code / 100 == 5;

    private static string Hidden(string line) => line.AsSpan().IndexOfAny('\r', '\n') is >= 0 and var end ? line[end..] : "";

    private static string VerbOf(string piece) =>
        string.Concat(piece.TrimStart().TakeWhile(char.IsAsciiLetter)).ToUpperInvariant();

    private static bool IsEnd(char octet) => octet is '\r' or '\n';
}
