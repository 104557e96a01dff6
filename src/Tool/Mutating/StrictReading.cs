using System.Text;
using SmtpSim.Wire;

namespace SmtpSim.Mutating;

/// <summary>
/// How a server that keeps to RFC 5321 reads what a client says: which replies it owes, and how many messages have ended. A line
/// ends with CRLF and nothing else (2.3.8), a message with CRLF.CRLF and nothing else (4.1.1.4).
/// </summary>
public sealed class StrictReading
{
    private const int LongestLine = 512;

    private readonly OctetBuffer _unread = new();
    private readonly Queue<(Owed What, bool HasBareEnd)> _owed = new();
    private Mode _mode = Mode.Commands;
    private long _chunk;
    private bool _lineBegins = true;
    private bool _lineIsAnswered;
    private int _refusals;
    private int _bareEnds;
    private int _bareInLine;
    private int _bareEndsRefused;

    /// <summary>What a reply is owed for.</summary>
    private enum Owed
    {
        Greeting,
        Command,
        Data,
        EndOfData,
        Chunk,
        LastChunk,
        Auth,
        Tls,
        Quit,
    }

    private enum Mode
    {
        Commands,
        Waiting,
        Content,
        Chunk,
        Response,
        Over,
    }

    public StrictReading() => _owed.Enqueue((Owed.Greeting, false));

    /// <summary>How many replies are owed at once: not the one for content that has not ended yet.</summary>
    public int Due => _owed.Count - (IsInContent && _owed.Count > 0 ? 1 : 0);

    /// <summary>True where nothing more can be said of what comes: TLS begins, or the session has ended.</summary>
    public bool IsOver => _mode == Mode.Over;

    /// <summary>False once the target and this reading may have parted without a fault of the target's.</summary>
    public bool IsCertain { get; private set; } = true;

    /// <summary>Messages that were accepted.</summary>
    public int Accepted { get; private set; }

    /// <summary>What the last command line was, for people.</summary>
    public string LastCommand { get; private set; } = "the greeting";

    public void Say(ReadOnlySpan<byte> octets)
    {
        _unread.Append(octets);
        Read();
    }

    /// <summary>Null where a reply may come now, else why not.</summary>
    public string? Hear(int code)
    {
        if (_mode == Mode.Over)
            return null;
        // RFC 5321 3.8: a server that shuts down may say so at any time.
        if (code == 421)
        {
            _mode = Mode.Over;
            return null;
        }
        return _owed.TryDequeue(out var answered)
            ? Answered(answered, code)
            : IsAboutBareEnd(code) || IsAboutLongLine(code) ? null : "two answers";
    }

    private string? Answered((Owed What, bool HasBareEnd) answered, int code)
    {
        _refusals += answered.HasBareEnd && code / 100 == 5 ? 1 : 0;
        if (!MayAnswer(answered.What, code))
            return "no such answer";
        return IsInContent && _owed.Count == 0 ? Early(code, answered.What) : Obeyed(answered.What, code);
    }

    private bool IsInContent => _mode is Mode.Content or Mode.Chunk;

    // RFC 5321 4.3.2: DATA is answered by 354 or refused, and 3yz belongs to it and to AUTH alone.
    private static bool MayAnswer(Owed owed, int code) =>
        owed == Owed.Data ? code / 100 != 2 : code / 100 != 3 || code is 354 or 334;

    private string? Obeyed(Owed owed, int code)
    {
        Obey(owed, code);
        Read();
        return null;
    }

    // Content may be refused before its end has come, but not accepted.
    private static string? Early(int code, Owed owed)
    {
        if (code / 100 == 2 && owed is Owed.EndOfData or Owed.LastChunk)
            return "a message too many";
        return code / 100 == 2 ? "two answers" : null;
    }

    // RFC 5321 4.5.3.1.4: a line that is too long may be refused before its end has come.
    private bool IsAboutLongLine(int code)
    {
        var may = _mode is Mode.Commands or Mode.Response && _unread.Length > LongestLine && code / 100 == 5 && !_lineIsAnswered;
        _lineIsAnswered |= may;
        return may;
    }

    // To refuse a CR or LF on its own is right (RFC 5321 2.3.8), and some do so before the line has ended: one more for each.
    private bool IsAboutBareEnd(int code)
    {
        var unread = Encoding.Latin1.GetString(_unread.Span);
        if (code / 100 != 5 && _refusals == 0)
            return false;
        if (_bareEnds + BareEnds(unread) <= _bareEndsRefused)
            return false;
        _bareEndsRefused++;
        _refusals -= code / 100 == 5 ? 0 : 1;
        // What stood behind the refused end was obeyed.
        if (code is 354 or 334 or 221 or 220)
            GiveUp();
        return true;
    }

    private static int BareEnds(string text) =>
        text.Replace("\r\n", "", StringComparison.Ordinal).TrimEnd('\r').Count(c => c is '\r' or '\n');

    private void Obey(Owed owed, int code)
    {
        // It was taken for DATA, AUTH, QUIT or STARTTLS, although it is none by the letter: what follows is anybody's guess.
        if (owed == Owed.Command && code is 354 or 334 or 221 or 220)
            GiveUp();
        if (owed is Owed.EndOfData or Owed.LastChunk && code / 100 == 2)
            Accepted++;
        _mode = (owed, code) switch
        {
            (Owed.Data, 354) => Mode.Content,
            (Owed.Auth, 334) => Mode.Response,
            (Owed.Tls, 220) or (Owed.Quit, 221) => Mode.Over,
            (Owed.Data or Owed.Auth or Owed.Tls or Owed.Quit, _) => Mode.Commands,
            _ => _mode,
        };
        if (_mode == Mode.Content && owed == Owed.Data)
        {
            _owed.Enqueue((Owed.EndOfData, false));
            _lineBegins = true;
        }
    }

    private void Read()
    {
        while (_mode switch
        {
            Mode.Commands or Mode.Response => ReadLine(),
            Mode.Content => ReadContent(),
            Mode.Chunk => ReadChunk(),
            _ => false,
        })
        {
        }
    }

    private bool ReadLine()
    {
        var end = _unread.Span.IndexOf("\r\n"u8);
        if (end < 0)
            return false;
        var line = Encoding.Latin1.GetString(_unread.Span[..end]);
        _unread.Take(end + 2);
        _bareInLine = BareEnds(line);
        _bareEnds += _bareInLine;
        if (_lineIsAnswered)
            _lineIsAnswered = false;
        else if (_mode == Mode.Response)
            Owe(Owed.Auth, Mode.Waiting);
        else
            Command(line);
        return true;
    }

    private void Command(string line)
    {
        LastCommand = line.Length > 40 ? $"{line[..40]}…" : line;
        var words = line.TrimEnd(' ').Split(' ', StringSplitOptions.RemoveEmptyEntries);
        switch (words.FirstOrDefault()?.ToUpperInvariant())
        {
            case "DATA" when words.Length == 1:
                Owe(Owed.Data, Mode.Waiting);
                break;
            case "QUIT" when words.Length == 1:
                Owe(Owed.Quit, Mode.Waiting);
                break;
            case "STARTTLS" when words.Length == 1:
                Owe(Owed.Tls, Mode.Waiting);
                break;
            case "AUTH" when words.Length > 1:
                Owe(Owed.Auth, Mode.Waiting);
                break;
            case "BDAT":
                Chunk(words);
                break;
            default:
                Owe(Owed.Command, Mode.Commands);
                break;
        }
    }

    private void Chunk(string[] words)
    {
        var isLast = words.Length == 3 && words[2].Equals("LAST", StringComparison.OrdinalIgnoreCase);
        var isChunk = words.Length == 2 || isLast;
        if (isChunk && words[1].All(char.IsAsciiDigit) && uint.TryParse(words[1], out var size))
        {
            _chunk = size;
            Owe(isLast ? Owed.LastChunk : Owed.Chunk, Mode.Chunk);
        }
        else
        {
            // How much of what follows belongs to it cannot be known (RFC 3030 2).
            GiveUp();
        }
    }

    private void GiveUp() => (_mode, IsCertain) = (Mode.Over, false);

    private void Owe(Owed owed, Mode mode)
    {
        _owed.Enqueue((owed, _bareInLine > 0));
        _mode = mode;
    }

    private bool ReadContent()
    {
        var content = _unread.Span;
        var end = _lineBegins && content.StartsWith(".\r\n"u8) ? -2 : content.IndexOf("\r\n.\r\n"u8);
        if (end == -1)
        {
            // What could be the beginning of the end stays; at the beginning of content that may be the dot itself.
            var keep = _lineBegins && content.Length < 3 ? content.Length : Math.Min(content.Length, 4);
            _lineBegins &= content.Length == keep;
            _unread.Take(content.Length - keep);
            return false;
        }
        _unread.Take(end + 5);
        _mode = Mode.Commands;
        return true;
    }

    private bool ReadChunk()
    {
        var count = (int)Math.Min(_chunk, _unread.Length);
        _unread.Take(count);
        _chunk -= count;
        if (_chunk > 0)
            return false;
        _mode = Mode.Commands;
        return true;
    }
}
