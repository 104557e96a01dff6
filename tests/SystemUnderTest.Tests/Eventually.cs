namespace SmtpGate.Tests;

/// <summary>What a test waits for and nobody tells it of.</summary>
internal static class Eventually
{
    /// <summary>Looks again and again, not for ever.</summary>
    public static async Task TrueAsync(Func<bool> condition, string otherwise)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < TestLimits.Wait, otherwise);
            // Whoever yields without a pause keeps the pool from work that stands in one thread's own queue.
            await Task.Delay(5);
        }
    }
}
