namespace SmtpSim.Mutating;

/// <summary>
/// How a server that keeps to RFC 5321 reads what a client says: which replies it owes, and how many messages have ended. A line
/// ends with CRLF and nothing else (2.3.8), a message with CRLF.CRLF and nothing else (4.1.1.4). Where a reply may be owed or be
/// one of those that may come besides, both are followed: nobody is blamed while one way is left in which all is right.
/// </summary>
public sealed class StrictReading
{
    // Lines with ends of their own, pipelined with others, all refused: more of them need not be told apart.
    private const int MostWays = 32;

    private List<Reading> _ways = [new Reading()];

    /// <summary>How many replies are owed for certain: not the one for content that has not ended yet.</summary>
    public int Due => _ways.Min(w => w.Due);

    /// <summary>True where nothing more can be said of what comes: TLS begins, or the session has ended.</summary>
    public bool IsOver => _ways.Exists(w => w.IsOver);

    /// <summary>False once the target and this reading may have parted without a fault of the target's.</summary>
    public bool IsCertain => _ways.TrueForAll(w => w.IsCertain && w.Accepted == Accepted);

    /// <summary>The last reply was owed for nothing, and right all the same.</summary>
    public bool WasExcused { get; private set; }

    /// <summary>Messages that were accepted.</summary>
    public int Accepted => _ways[0].Accepted;

    /// <summary>What the last command line was, for people.</summary>
    public string LastCommand => _ways[0].LastCommand;

    /// <summary>What the next reply is owed for, for people; the last command line where none is.</summary>
    public string Awaited => _ways[0].Awaited;

    public void Say(ReadOnlySpan<byte> octets)
    {
        foreach (var way in _ways)
            way.Say(octets);
    }

    /// <summary>Null where a reply may come now, else what it is.</summary>
    /// <param name="offersChunks">CHUNKING stands in it.</param>
    public Misdeed? Hear(int code, bool offersChunks = false)
    {
        if (IsOver)
            return null;
        // RFC 5321 3.8: a server that shuts down may say so at any time.
        if (code == 421)
        {
            _ways.ForEach(w => w.End());
            return null;
        }
        var ways = new List<Reading>();
        var misdeed = Follow(code, offersChunks, ways);
        if (ways.Count == 0)
            return misdeed;
        // Where a command has such a reply for its own, no other was taken for such a command, unless it is one.
        if (Reading.OpensMode(code) && ways.Exists(w => w.IsCertain))
            ways.RemoveAll(w => !w.IsCertain && !w.MayHaveObeyed);
        _ways = ways;
        if (ways.Count > MostWays)
            ways[0].GiveUp();
        return null;
    }

    // What the first way that fails calls it.
    private Misdeed? Follow(int code, bool offersChunks, List<Reading> ways)
    {
        Misdeed? misdeed = null;
        WasExcused = false;
        foreach (var way in _ways)
        {
            var excused = way.Excused(code);
            var wrong = way.Answer(code, offersChunks);
            misdeed ??= wrong;
            WasExcused |= ways.Count == 0 && wrong is not null && excused.Count > 0;
            if (wrong is null)
                ways.Add(way);
            ways.AddRange(excused);
        }
        return misdeed;
    }
}
