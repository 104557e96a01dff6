namespace SmtpSim.Wire;

/// <summary>What happened on a connection: octets said or heard, or a note on the connection itself.</summary>
public enum Happening
{
    Said,
    Heard,
    Note,
}

/// <summary>One entry: when (since the log began), on which connection, what.</summary>
public sealed record LogEntry(TimeSpan At, string Connection, Happening What, Octets Octets, string Text)
{
    internal const string Close = "close";
    internal const string Reset = "reset";
    internal const string ShutdownSend = "shutdown Send";
    internal const string EndOfStream = "end of stream";
    internal const string ResetByPeer = "reset by the other side";

    /// <summary>True where it tells that one of the sides has ended the connection.</summary>
    public bool IsEnd => What == Happening.Note && Text is Close or Reset or EndOfStream or ResetByPeer;
}

/// <summary>
/// Everything that happened, in order, with times. Safe to read while sessions run. A log that grows beyond
/// <paramref name="keep"/> forgets its oldest entries.
/// </summary>
/// <param name="keep">How many octets are kept at least before any are forgotten.</param>
public sealed class SessionLog(TimeProvider clock, long keep = SessionLog.Keeps)
{
    /// <summary>Hours of dialogue, or the last moments of a load run.</summary>
    public const long Keeps = 64 << 20;

    private const int SmallestPage = 1024;
    private const int LargestPage = 1 << 20;

    private readonly Lock _lock = new();
    private readonly Queue<LogPage> _pages = [];
    private readonly long _began = clock.GetTimestamp();
    private LogPage _page = new(0);
    private long _size;

    /// <summary>A server keeps it, so that what was heard was said by clients.</summary>
    public bool IsServers { get; init; }

    /// <summary>The oldest entries are kept, and what comes when it is full is not.</summary>
    public bool KeepsFirst { get; init; }

    /// <summary>
    /// Of what several may take together, where the oldest entries are kept; null: no limit but its own. The first page asks
    /// nobody, so that every log has its beginning.
    /// </summary>
    public LogShare? Share { get; init; }

    /// <summary>What is said is kept, too; a proxy says what it has heard.</summary>
    public bool KeepsSaid { get; init; } = true;

    /// <summary>Octets that came when it was full, 0 where only a note came; null while it keeps what comes.</summary>
    public long? Missed { get; private set; }

    /// <summary>Raised by each entry.</summary>
    public Signal Changes { get; init; } = new();

    public TimeSpan Now => clock.GetElapsedTime(_began);

    /// <summary>How many of the oldest entries were forgotten.</summary>
    public long Forgotten { get; private set; }

    public IReadOnlyList<LogEntry> Entries => Since(0, out _);

    /// <summary>The entries that are kept of those from one on, all that ever came counted from 0.</summary>
    /// <param name="next">From where to go on the next time.</param>
    public IReadOnlyList<LogEntry> Since(long from, out long next)
    {
        lock (_lock)
        {
            var entries = new List<LogEntry>();
            next = Forgotten;
            foreach (var page in _pages)
            {
                var known = (int)Math.Clamp(from - next, 0, page.Count);
                entries.AddRange(page.Entries(known));
                next += page.Count;
            }
            return entries;
        }
    }

    public void Said(string connection, ReadOnlySpan<byte> octets)
    {
        if (KeepsSaid)
            Add(connection, Happening.Said, octets, "");
    }

    public void Heard(string connection, ReadOnlySpan<byte> octets) => Add(connection, Happening.Heard, octets, "");

    public void Note(string connection, string text) => Add(connection, Happening.Note, [], OctetText.Shown(text));

    /// <summary>All octets heard on one connection, joined.</summary>
    public Octets AllHeard(string connection) => Octets.Join(
        Entries.Where(e => e.What == Happening.Heard && e.Connection == connection).Select(e => e.Octets));

    private void Add(string connection, Happening what, ReadOnlySpan<byte> octets, string text)
    {
        lock (_lock)
        {
            if (Missed is not null || !(_page.Fits(octets.Length) || TryTurn(LogPage.SizeFor(octets.Length))))
            {
                Missed = (Missed ?? 0) + octets.Length;
                return;
            }
            _page.Add(Now, connection, what, octets, text);
        }
        Changes.Raise();
    }

    private bool TryTurn(int needed)
    {
        if (KeepsFirst && (_size > keep || (_pages.Count > 0 && Share?.TryTake(PageSize(needed)) is false)))
            return false;
        _page = Next(needed);
        return true;
    }

    private LogPage Next(int needed)
    {
        LogPage? free = null;
        while (_size > keep && _pages.TryDequeue(out var oldest))
        {
            Forgotten += oldest.Count;
            _size -= oldest.Size;
            oldest.Clear();
            free = oldest;
        }
        var page = free is not null && free.Size >= needed ? free : new LogPage(PageSize(needed));
        _pages.Enqueue(page);
        _size += page.Size;
        return page;
    }

    // Small for a case of a few lines; larger with each page.
    private int PageSize(int needed) => Math.Max(needed, Math.Clamp(_page.Size * 4, SmallestPage, LargestPage));
}
