namespace SmtpSim.Playing;

/// <summary>Waits for a time, and never less.</summary>
internal static class Pause
{
    // The system's timers look at a coarse clock and may be some milliseconds early; a lower bound elsewhere would notice.
    public static async Task ForAsync(TimeSpan time, TimeProvider clock, CancellationToken cancel)
    {
        var began = clock.GetTimestamp();
        for (var left = time; left > TimeSpan.Zero; left = time - clock.GetElapsedTime(began))
            // The script asks for it.
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)), clock, cancel);
    }
}
