using System.Text;
using SmtpSim.Wire;

namespace SmtpSim.Mutating;

/// <summary>One way to read what a client says and a server answers by the letter of RFC 5321.</summary>
internal sealed class Reading
{
    /// <summary>What is awaited before the first command.</summary>
    public const string Greeting = "the greeting";

    /// <summary>What is awaited behind a message or a chunk.</summary>
    public const string EndOfData = "the end of data";

    /// <summary>What stands for a command while that has not ended.</summary>
    public const string OpenLine = "a line that has not ended";

    private readonly OctetBuffer _unread = new();
    private readonly Queue<Debt> _owed;
    private readonly Tolerance _tolerance;
    private Mode _mode = Mode.Commands;
    private long _chunk;
    private bool _lineBegins = true;
    // Of the line that has ended.
    private Leeway _leeway;
    private bool _isUnclear;
    // CHUNKING, in the last reply to EHLO.
    private bool _offersChunks;

    private enum Mode
    {
        Commands,
        Waiting,
        Content,
        Chunk,
        Response,
        Over,
    }

    public Reading()
    {
        (_owed, _tolerance) = (new Queue<Debt>(), new Tolerance());
        _owed.Enqueue(new Debt(Owed.Greeting, default, LastCommand));
    }

    private Reading(Reading other, Tolerance tolerance)
    {
        (_owed, _tolerance) = (new Queue<Debt>(other._owed), tolerance);
        _unread.Append(other._unread.Span);
        (_mode, _chunk, _lineBegins, _offersChunks) = (other._mode, other._chunk, other._lineBegins, other._offersChunks);
        (IsCertain, Accepted, LastCommand) = (other.IsCertain, other.Accepted, other.LastCommand);
    }

    /// <summary>How many replies are owed at once: not the one for content that has not ended yet.</summary>
    public int Due => _owed.Count - (IsInContent && _owed.Count > 0 ? 1 : 0);

    /// <summary>True where nothing more can be said of what comes: TLS begins, or the session has ended.</summary>
    public bool IsOver => _mode == Mode.Over;

    /// <summary>False once the target and this reading may have parted without a fault of the target's.</summary>
    public bool IsCertain { get; private set; } = true;

    /// <summary>What was not its own command's reply may have been one that stands hidden in a line.</summary>
    public bool MayHaveObeyed { get; private set; }

    /// <summary>Messages that were accepted.</summary>
    public int Accepted { get; private set; }

    /// <summary>What the last command line was, for people.</summary>
    public string LastCommand { get; private set; } = Greeting;

    /// <summary>What the next reply is owed for, for people; the last command line where none is.</summary>
    public string Awaited =>
        _owed.TryPeek(out var next) ? next.Command
        : IsAtLine && _unread.Length > 0 ? OpenLine
        : LastCommand;

    public void Say(ReadOnlySpan<byte> octets)
    {
        _unread.Append(octets);
        Read();
    }

    /// <summary>Takes a reply for the one that is owed next; null where it may be, else what it is.</summary>
    /// <param name="offersChunks">CHUNKING stands in it.</param>
    public Misdeed? Answer(int code, bool offersChunks)
    {
        if (!_owed.TryDequeue(out var answered))
            return Misdeed.TwoAnswers;
        _tolerance.Answer(answered.Leeway, code);
        // What follows hangs on how the line was refused.
        if ((answered.IsUnclear && code / 100 == 5) || IsUnknown(answered.What, code))
        {
            GiveUp();
            return null;
        }
        if (!MayAnswer(answered.What, code))
            return Misdeed.NoReply;
        if (answered.What == Owed.Hello && code == 250)
            _offersChunks = offersChunks;
        return IsInContent && _owed.Count == 0 ? Early(code, answered.What) : Obeyed(answered.What, code);
    }

    /// <summary>The same way, but for a reply that is owed for nothing and right all the same: what it may have been.</summary>
    public IReadOnlyList<Reading> Excused(int code) =>
        [.. _tolerance.Excusing(code, _owed.Count == 0 && IsAtLine ? _unread.Span : []).Select(t => Excused(t, code))];

    private Reading Excused(Tolerance tolerance, int code)
    {
        var other = new Reading(this, tolerance);
        // What stood behind a refused line end was obeyed.
        if (OpensMode(code))
            other.GiveUp();
        other.MayHaveObeyed = tolerance.Hides(code);
        return other;
    }

    /// <summary>Nothing more is to be said of what comes.</summary>
    public void End() => _mode = Mode.Over;

    /// <summary>The target and this reading may have parted.</summary>
    public void GiveUp() => (_mode, IsCertain) = (Mode.Over, false);

    private bool IsAtLine => _mode is Mode.Commands or Mode.Response;

    private bool IsInContent => _mode is Mode.Content or Mode.Chunk;

    // RFC 5321 4.3.2: DATA is answered by 354 or refused, and 3yz belongs to it and to AUTH alone.
    private static bool MayAnswer(Owed owed, int code) =>
        owed == Owed.Data ? code / 100 != 2 : code / 100 != 3 || code is 354 or 334;

    // RFC 5321 4.2.4: to a server without CHUNKING it is no command, and what follows no chunk; nor is it where that is not
    // offered yet (2.2): in front of EHLO, of TLS or of AUTH (530, RFC 3207 4, RFC 4954 6), behind a greeting of 554 (3.1).
    private bool IsUnknown(Owed owed, int code) =>
        owed is Owed.Chunk or Owed.LastChunk && (code is 500 or 502 || (code / 100 is 4 or 5 && !_offersChunks));

    private Misdeed? Obeyed(Owed owed, int code)
    {
        Obey(owed, code);
        Read();
        return null;
    }

    // Content may be refused before its end has come, but not accepted.
    private static Misdeed? Early(int code, Owed owed)
    {
        if (code / 100 != 2)
            return null;
        return owed is Owed.EndOfData or Owed.LastChunk ? Misdeed.MessageCount : Misdeed.TwoAnswers;
    }

    // DATA, AUTH, QUIT and STARTTLS, taken at their word.
    public static bool OpensMode(int code) => code is 354 or 334 or 221 or 220;

    private void Obey(Owed owed, int code)
    {
        // It was taken for such a command, although it is none by the letter: what follows is anybody's guess.
        if (owed is Owed.Command or Owed.Hello && OpensMode(code))
        {
            GiveUp();
            MayHaveObeyed = _tolerance.Hides(code);
        }
        if (owed is Owed.EndOfData or Owed.LastChunk && code / 100 == 2)
            Accepted++;
        _mode = (owed, code) switch
        {
            (Owed.Data, 354) => Mode.Content,
            (Owed.Auth, 334) => Mode.Response,
            (Owed.Tls, 220) or (Owed.Quit, 221) => Mode.Over,
            // RFC 7504 3: it never takes mail, and may close the connection whatever comes.
            (Owed.Greeting, 521) => Mode.Over,
            (Owed.Data or Owed.Auth or Owed.Tls or Owed.Quit, _) => Mode.Commands,
            _ => _mode,
        };
        if (_mode == Mode.Content && owed == Owed.Data)
        {
            _owed.Enqueue(new Debt(Owed.EndOfData, default, EndOfData));
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
        var isUnclear = IsUnclear(line);
        if (_tolerance.EndLine(line) is { } leeway)
            EndLine(line, leeway, isUnclear);
        else if (isUnclear || _mode == Mode.Response)
            GiveUp();
        return true;
    }

    // Where it is refused a chunk may follow or not, and an exchange go on or not (RFC 4954 4).
    private bool IsUnclear(string line) => ChunkLine.IsHiddenIn(line)
        || (_mode == Mode.Response && line.AsSpan().IndexOfAny('\r', '\n') >= 0);

    private void EndLine(string line, Leeway leeway, bool isUnclear)
    {
        (_leeway, _isUnclear) = (leeway, isUnclear);
        if (isUnclear && leeway.IsRefused)
            GiveUp();
        else if (_mode == Mode.Response)
            Owe(Owed.Auth, Mode.Waiting);
        else
            Command(line);
    }

    private void Command(string line)
    {
        var shown = Escapes.Encode(Encoding.Latin1.GetBytes(line.Length > 40 ? line[..40] : line));
        LastCommand = line.Length > 40 ? $"{shown}…" : shown;
        var kind = CommandLine.Kind(line);
        if (ChunkLine.Of(line) is { } chunk)
            Chunk(chunk);
        else
            Owe(kind, kind is Owed.Command or Owed.Hello ? Mode.Commands : Mode.Waiting);
    }

    private void Chunk(ChunkLine chunk)
    {
        if (chunk.Size is { } size)
        {
            _chunk = size;
            Owe(chunk.IsLast ? Owed.LastChunk : Owed.Chunk, Mode.Chunk);
        }
        else
        {
            // How much of what follows belongs to it cannot be known (RFC 3030 2).
            GiveUp();
        }
    }

    private void Owe(Owed owed, Mode mode)
    {
        _owed.Enqueue(new Debt(owed, _leeway, LastCommand, _isUnclear));
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
