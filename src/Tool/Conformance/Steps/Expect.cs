namespace SmtpSim.Conformance.Steps;

/// <summary>Assertions of steps: what is not so ends the case as failed.</summary>
internal static class Expect
{
    // What a server says in the background, after it answered its client, takes moments; this is for never.
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);

    public static void True(bool condition, string otherwise)
    {
        if (!condition)
            throw new CaseEndedException(CaseVerdict.Fail, otherwise);
    }

    public static void Equal(int wanted, int found, string what) => True(wanted == found, $"{what} is {found}, not {wanted}");

    public static void Contains(string text, string wanted, string what) =>
        True(text.Contains(wanted, StringComparison.Ordinal), $"{what} is not '{wanted}':\n{text}");

    /// <summary>Looks again and again until it is so.</summary>
    public static async Task SoonAsync(Func<bool> condition, Func<string> otherwise)
    {
        using var limit = new CancellationTokenSource(Soon);
        while (!condition())
        {
            True(!limit.IsCancellationRequested, otherwise());
            // What a gateway writes to a log or a folder rings no bell.
            await Task.Delay(Look);
        }
    }
}
