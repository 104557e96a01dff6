
namespace SmtpSim.Loading;

/// <summary>Where a message was when its time was taken.</summary>
public enum LoadStage
{
    /// <summary>From connecting to the end of the preamble: greeting, EHLO, TLS, AUTH.</summary>
    Connect,
    Mail,
    Rcpt,
    Data,

    /// <summary>All three of them, where they go out in one write.</summary>
    Envelope,

    /// <summary>From the first octet of the content to the reply behind its end.</summary>
    Dot,

    /// <summary>All of a message that was accepted, from its first command or its own connection on.</summary>
    Message,

    /// <summary>
    /// Every message, whatever became of it, from when it was due: corrected for coordinated omission. Those that hang are the
    /// slowest of all.
    /// </summary>
    Due,
}

/// <summary>What a load run has come to so far. Safe to use from many connections.</summary>
public sealed class LoadTally
{
    // Servers vary their texts; a thousand kinds tell no more than the first.
    private const int MostTroubles = 100;

    private readonly Lock _lock = new();
    private readonly Dictionary<LoadStage, Histogram> _times =
        Enum.GetValues<LoadStage>().ToDictionary(s => s, _ => new Histogram());
    private readonly Dictionary<string, long> _troubles = [];

    /// <summary>Messages accepted.</summary>
    public long Accepted { get; private set; }

    /// <summary>Messages refused by a reply.</summary>
    public long Refused { get; private set; }

    /// <summary>Messages whose connection ended or was given up before the last reply.</summary>
    public long Broken { get; private set; }

    /// <summary>Messages that were due by the rate and never sent, because all connections were busy to the end.</summary>
    public long Missed { get; private set; }

    /// <summary>When the last message was accounted for, since the run began.</summary>
    public TimeSpan Last { get; private set; }

    /// <summary>Connections that got through their preamble.</summary>
    public long Connections { get; private set; }

    /// <summary>Octets of content accepted.</summary>
    public long Octets { get; private set; }

    /// <summary>What went wrong, and how often, most often first.</summary>
    public IReadOnlyList<KeyValuePair<string, long>> Troubles
    {
        get
        {
            lock (_lock)
                return [.. _troubles.OrderByDescending(t => t.Value)];
        }
    }

    public void Record(LoadStage stage, TimeSpan time)
    {
        lock (_lock)
            _times[stage].Record(time);
    }

    public void Connected(TimeSpan time)
    {
        lock (_lock)
        {
            Connections++;
            _times[LoadStage.Connect].Record(time);
        }
    }

    /// <param name="at">Since the run began.</param>
    public void Accept(int octets, TimeSpan at, TimeSpan time, TimeSpan sinceDue)
    {
        lock (_lock)
        {
            (Accepted, Octets, Last) = (Accepted + 1, Octets + octets, at);
            _times[LoadStage.Message].Record(time);
            _times[LoadStage.Due].Record(sinceDue);
        }
    }

    /// <param name="why">Empty where it was told already.</param>
    public void Refuse(string why, TimeSpan at, TimeSpan sinceDue)
    {
        lock (_lock)
        {
            (Refused, Last) = (Refused + 1, at);
            _times[LoadStage.Due].Record(sinceDue);
        }
        if (why.Length > 0)
            Trouble(why);
    }

    public void Break(string why, TimeSpan at, TimeSpan sinceDue)
    {
        lock (_lock)
        {
            (Broken, Last) = (Broken + 1, at);
            _times[LoadStage.Due].Record(sinceDue);
        }
        Trouble(why);
    }

    /// <summary>So many messages that were due and never sent, so long ago.</summary>
    public void Miss(TimeSpan sinceDue, long count = 1)
    {
        lock (_lock)
        {
            Missed += count;
            _times[LoadStage.Due].Record(sinceDue, count);
        }
    }

    /// <summary>Something that went wrong without a message being lost.</summary>
    public void Trouble(string what)
    {
        lock (_lock)
        {
            if (_troubles.Count < MostTroubles || _troubles.ContainsKey(what))
                _troubles[what] = _troubles.GetValueOrDefault(what) + 1;
        }
    }

    /// <summary>A copy of what was recorded of a stage.</summary>
    public Histogram Times(LoadStage stage)
    {
        var copy = new Histogram();
        lock (_lock)
            copy.Add(_times[stage]);
        return copy;
    }
}
