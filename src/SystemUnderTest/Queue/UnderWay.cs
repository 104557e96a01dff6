namespace SmtpGate.Queue;

/// <summary>Work that has begun and that a stop waits for.</summary>
internal sealed class UnderWay
{
    private readonly Lock _lock = new();
    private readonly HashSet<Task> _tasks = [];

    public void Add(Task task)
    {
        if (task.IsCompleted)
            return;
        lock (_lock)
            _tasks.Add(task);
        task.ContinueWith(Remove, TaskScheduler.Default);
    }

    public async Task EndAsync()
    {
        while (Snapshot() is { Length: > 0 } left)
            await Task.WhenAll(left);
    }

    private Task[] Snapshot()
    {
        lock (_lock)
            return [.. _tasks];
    }

    private void Remove(Task task)
    {
        lock (_lock)
            _tasks.Remove(task);
    }
}
