using SmtpSim.Messages;
using SmtpSim.Transcripts;

namespace SmtpSim.Mutating;

/// <summary>
/// What a target passes on, beside what it has accepted. Mail carries no mark of its session: the numbers are compared.
/// </summary>
/// <param name="within">How long a message may take to the next hop.</param>
internal sealed class Deliveries(MailStore nextHop, TimeSpan within)
{
    // Who sends without end never comes to rest.
    private const int MostWaits = 20;

    private int _before;
    // What had come when the last session was judged; null where it was not, or none was: nobody knows what is owed.
    private int? _known;
    private bool _isAtRest;

    private int Received => (int)nextHop.Received;

    /// <summary>A session begins; true where something has come since the one before was judged, and is not its own.</summary>
    public bool Begin()
    {
        var received = Received;
        var isStray = received > (_known ?? received);
        (_before, _known, _isAtRest) = (received, null, false);
        return isStray;
    }

    /// <summary>Null where as many came as the session has accepted.</summary>
    /// <param name="thoroughly">One too many is waited for, too.</param>
    public async Task<Finding?> JudgeAsync(int accepted, bool thoroughly, CancellationToken cancel)
    {
        if (accepted > 0)
            await CameAsync(_before + accepted, cancel);
        if (thoroughly && Received >= _before + accepted)
            await RestAsync(cancel);
        if (cancel.IsCancellationRequested)
            return null;
        var received = Received;
        _known = received;
        var came = received - _before;
        return came == accepted ? null : new Finding(
            came < accepted ? Misdeed.Lost : Misdeed.Surplus,
            $"passed on within {Durations.Show(within)}: '{came}', accepted: '{accepted}'");
    }

    /// <summary>Waits until nothing comes any more; true where something has come since a session was judged.</summary>
    public async Task<bool> RestAsync(CancellationToken cancel)
    {
        var before = _known ?? Received;
        for (var left = MostWaits; !_isAtRest && left > 0; left--)
            _isAtRest = !await CameAsync(Received + 1, cancel);
        _known = Received;
        return _known > before;
    }

    // Told to stop it waits no more.
    private async Task<bool> CameAsync(int count, CancellationToken cancel)
    {
        try
        {
            return await nextHop.CountAsync(new MailCount(count, within, null), cancel) >= count;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
