namespace SmtpSim.Playing;

/// <summary>Where the parts of a choreography wait for one another: each <c>@sync</c> name, and how many come there.</summary>
/// <param name="parts">How many parts name each.</param>
public sealed class Meetings(IReadOnlyDictionary<string, int> parts)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Meeting> _waiting = [];

    /// <summary>Returns when everybody is there; whoever comes then waits for the next time.</summary>
    /// <param name="part">Who comes. Of a server several connections may: they are one part, and wait together.</param>
    public Task MeetAsync(string name, string part, CancellationToken cancel)
    {
        lock (_lock)
        {
            var meeting = _waiting.GetValueOrDefault(name) ?? new Meeting();
            meeting.There.Add(part);
            if (meeting.There.Count < parts.GetValueOrDefault(name, 1))
            {
                _waiting[name] = meeting;
                return meeting.All.Task.WaitAsync(cancel);
            }
            _waiting.Remove(name);
            meeting.All.SetResult();
            return Task.CompletedTask;
        }
    }

    private sealed class Meeting
    {
        public HashSet<string> There { get; } = new(StringComparer.Ordinal);

        public TaskCompletionSource All { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
