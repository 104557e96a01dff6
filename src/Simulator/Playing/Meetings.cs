namespace SmtpSim.Playing;

/// <summary>Where the parts of a choreography wait for one another: each <c>@sync</c> name, and how many come there.</summary>
/// <param name="parts">How many parts name each.</param>
public sealed class Meetings(IReadOnlyDictionary<string, int> parts)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (int There, TaskCompletionSource All)> _waiting = [];

    /// <summary>Returns when everybody is there; whoever comes then waits for the next time.</summary>
    public Task MeetAsync(string name, CancellationToken cancel)
    {
        lock (_lock)
        {
            var (there, all) = _waiting.GetValueOrDefault(name, (0, New()));
            if (there + 1 < parts.GetValueOrDefault(name, 1))
            {
                _waiting[name] = (there + 1, all);
                return all.Task.WaitAsync(cancel);
            }
            _waiting.Remove(name);
            all.SetResult();
            return Task.CompletedTask;
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
