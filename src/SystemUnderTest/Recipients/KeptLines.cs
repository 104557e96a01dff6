using System.Net;

namespace SmtpGate.Recipients;

/// <summary>The connections that a pool has to one internal server. The pool's lock is held.</summary>
internal sealed class KeptLines(IPEndPoint server, ILogger logger)
{
    private const string NotNeeded = "it is no longer needed";
    private const string TooOld = "its time is over";

    private readonly List<VerificationLine> _lines = [];
    private bool _isRetired;

    public int Count => _lines.Count;

    /// <summary>Those that may still be asked something.</summary>
    public int YoungCount => _lines.Count(l => !l.IsOld);

    public void Add(VerificationLine line)
    {
        Log.Opened(logger, server);
        _lines.Add(line);
    }

    /// <summary>False where it was not there.</summary>
    public bool Remove(VerificationLine line) => _lines.Remove(line);

    /// <summary>Least busy of those that have room; null where there is none. Old ones that are free end here.</summary>
    public VerificationLine? LeastBusy()
    {
        // Without the luxury of queries: this is asked for each recipient.
        VerificationLine? least = null;
        for (var i = _lines.Count - 1; i >= 0; i--)
        {
            var line = _lines[i];
            if (line.IsOld && line.Busy == 0)
                Retire(line, TooOld);
            else if (line.HasRoom && !line.IsOld && (least is null || line.Busy < least.Busy))
                least = line;
        }
        return least;
    }

    /// <summary>A line has nothing to do: it ends if it is old, or none is kept any more.</summary>
    public void Freed(VerificationLine line)
    {
        if (_isRetired || line.IsOld)
            Retire(line, _isRetired ? NotNeeded : TooOld);
    }

    /// <summary>A line had nothing to do for long.</summary>
    public void WasIdle(VerificationLine line)
    {
        if (line.Busy == 0 && _lines.Contains(line))
            Retire(line, "it was idle");
    }

    /// <summary>None is kept from now on; those that are busy end when they are free.</summary>
    public void RetireAll()
    {
        _isRetired = true;
        foreach (var line in _lines.Where(l => l.Busy == 0).ToList())
            Retire(line, NotNeeded);
    }

    private void Retire(VerificationLine line, string why)
    {
        _lines.Remove(line);
        Log.Closed(logger, server, why);
        line.Retire();
    }
}
