using SmtpGate.Grammar;
using SmtpGate.Wire;

namespace SmtpGate.Sessions;

/// <summary>
/// How long a message may take: so long until the next octets (RFC 5321 4.5.3.2.8), and on the whole no longer than that
/// and what its octets have earned at the least rate.
/// </summary>
public sealed class Pace
{
    private readonly SessionLimits _limits;
    private readonly Patience _patience;
    private readonly TimeProvider _clock;
    private readonly long _began;
    private bool _isSlow;

    public Pace(SessionLimits limits, Patience patience, TimeProvider clock)
    {
        (_limits, _patience, _clock, _began) = (limits, patience, clock, clock.GetTimestamp());
        Keep(0);
    }

    /// <summary>Why it ended, once the patience is over.</summary>
    public Reply TooLate => _isSlow ? Replies.TooSlow : Replies.TooLate;

    /// <param name="octets">Of the message, so far.</param>
    public void Keep(long octets)
    {
        var left = Left(octets);
        _isSlow = left < _limits.DataTime;
        _patience.Begin(_isSlow ? left : _limits.DataTime);
    }

    /// <summary>How long a command between two chunks may take.</summary>
    /// <param name="octets">Of the message, so far.</param>
    public TimeSpan ForCommand(long octets) =>
        _limits.LeastRate is not null && Left(octets) is var left && left < _limits.CommandTime ? left : _limits.CommandTime;

    private TimeSpan Left(long octets)
    {
        if (_limits.LeastRate is not { } rate)
            return _limits.DataTime;
        var left = _limits.DataTime + TimeSpan.FromSeconds((double)octets / rate) - _clock.GetElapsedTime(_began);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }
}
