namespace SmtpSim.Mutating;

/// <summary>Starts a target again where it has ended.</summary>
/// <param name="revive">Null where nobody can.</param>
internal sealed class Revival(TrialTerms terms, Func<CancellationToken, Task>? revive)
{
    // Delivering and ending takes longer than a reply.
    private const int WaitsForEnd = 4;

    public bool IsPossible => revive is not null;

    /// <summary>Why it could not be started again, null where it could or need not be.</summary>
    public string? Gone { get; private set; }

    /// <summary>What was found is found, whether or not it can go on.</summary>
    public async Task ReviveAsync(Showing showing, CancellationToken stop)
    {
        if (showing.Finding.Misdeed != Misdeed.Crash || revive is null || Gone is not null)
            return;
        try
        {
            await revive(stop);
        }
        catch (TargetNotStartedException why)
        {
            Gone = why.Message;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Nobody is to be tried any more.
        }
    }

    /// <summary>What ends behind a session is seen by nobody who is in it.</summary>
    /// <param name="isLate">It may end a while behind it.</param>
    public async Task<bool> HasEndedAsync(bool isLate, CancellationToken stop)
    {
        try
        {
            // Nobody tells when a process of somebody else's ends.
            await Task.Delay(isLate ? terms.Settle * WaitsForEnd : TimeSpan.Zero, terms.Clock, stop);
            return !await terms.IsAliveAsync(stop);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
