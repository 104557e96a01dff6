namespace SmtpSim.Commands;

/// <summary>What goes on until Ctrl-C.</summary>
internal static class Waiting
{
    public static async Task ForCancelAsync(CancellationToken cancel)
    {
        try
        {
            // Until somebody ends the program.
            await Task.Delay(Timeout.InfiniteTimeSpan, cancel);
        }
        catch (OperationCanceledException)
        {
            // Ctrl-C: show what there is and go.
        }
    }
}
