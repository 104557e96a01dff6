using SmtpSim.Playing;
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

    /// <summary>
    /// Mail of a session before may be on its way: what a number says is not certain. The first one is that of the transcripts.
    /// </summary>
    public bool IsBehind { get; private set; } = true;

    public void Begin() => _before = Received;

    private int Received => (int)nextHop.Received;

    /// <summary>How much a session has accepted cannot be known.</summary>
    public void LoseCount() => IsBehind = true;

    /// <summary>
    /// Null where as many came as the session has accepted. One too many is seen at the next session at the latest.
    /// </summary>
    public async Task<Finding?> JudgeAsync(int accepted, CancellationToken cancel)
    {
        if (accepted > 0)
            await CameAsync(_before + accepted, cancel);
        if (cancel.IsCancellationRequested)
            return null;
        var came = Received - _before;
        // Whoever has passed nothing on in all that time is at rest.
        IsBehind |= came != accepted && came > 0;
        return came == accepted ? null : new Finding(
            came < accepted ? Misdeed.Lost : Misdeed.Surplus,
            $"passed on within {Durations.Show(within)}: '{came}', accepted: '{accepted}'");
    }

    /// <summary>Waits until nothing comes any more.</summary>
    public async Task RestAsync(CancellationToken cancel)
    {
        for (var left = MostWaits; left > 0 && await CameAsync(Received + 1, cancel);)
            left--;
        IsBehind = false;
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
