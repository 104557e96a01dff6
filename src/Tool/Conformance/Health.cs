namespace SmtpSim.Conformance;

/// <summary>
/// Whether the server still answers. Who has gone is asked again before each case, and no case is held against it.
/// </summary>
/// <param name="ask">Null where it answers, else why it counts as dead.</param>
internal sealed class Health(Func<CancellationToken, Task<string?>> ask)
{
    // Who takes connections and says nothing costs seconds each time. Who is started again is there by then.
    private const int MostQuestions = 20;

    private readonly Lock _lock = new();
    private (string Since, string Why)? _gone;
    private int _questions;

    /// <summary>Why it counts as dead behind this case; null where it answers.</summary>
    public async Task<string?> GoneBehindAsync(Scenario scenario, CancellationToken cancel)
    {
        if (await ask(cancel) is not { } why)
            return null;
        lock (_lock)
            _gone ??= (scenario.Id, why);
        return why;
    }

    /// <summary>Why no case can be put to it; null where it answers, or answers again.</summary>
    public async Task<string?> MissedAsync(CancellationToken cancel)
    {
        if (_gone is not { } gone)
            return null;
        if (Interlocked.Increment(ref _questions) <= MostQuestions && await ask(cancel) is null)
        {
            lock (_lock)
                (_gone, _questions) = (null, 0);
            return null;
        }
        return $"not run: the server does not answer since '{gone.Since}': {gone.Why}";
    }
}
