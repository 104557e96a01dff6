using SmtpGate.Queue;
using SmtpGate.Spool;

namespace SmtpGate.VirtualServers;

/// <summary>The queues of the virtual servers, each below its home directory. They outlive every change of settings.</summary>
internal sealed class Queues : IAsyncDisposable
{
    private const string FolderName = "queue";

    private readonly Dictionary<string, MailQueue> _queues = new(StringComparer.Ordinal);

    /// <summary>The queue with these terms from now on; opened where it is not open yet.</summary>
    /// <exception cref="IOException">Its folder cannot be used.</exception>
    public MailQueue Of(string home, QueueTerms terms, ILoggerFactory logs)
    {
        // Changed by one at a time, asked by anybody.
        if (_queues.TryGetValue(home, out var known))
        {
            known.Use(terms);
            return known;
        }
        var queue = Open(home, terms, logs);
        lock (_queues)
            _queues[home] = queue;
        queue.Start();
        return queue;
    }

    /// <summary>A queue that nothing is brought away from, until it is started.</summary>
    /// <exception cref="IOException">Its folder cannot be used, or a gateway uses it.</exception>
    public static MailQueue Open(string home, QueueTerms terms, ILoggerFactory logs) => new(
        MessageSpool.Open(FolderIn(home), terms.Room, TimeProvider.System, logs.CreateLogger<MessageSpool>()),
        terms, TimeProvider.System, logs.CreateLogger<MailQueue>());

    public static string FolderIn(string home) => Path.Combine(home, FolderName);

    /// <summary>What can be asked of those that are there now.</summary>
    public QueueDesk Desk()
    {
        lock (_queues)
            return new QueueDesk([.. _queues.Values]);
    }

    /// <summary>Those that no virtual server uses any more bring away what they have; somebody is told.</summary>
    /// <param name="used">The homes of those that one uses.</param>
    public void Leave(IEnumerable<string> used)
    {
        foreach (var (_, queue) in _queues.ExceptBy(used, q => q.Key))
            queue.SayThatItIsLeft();
    }

    /// <summary>Deliveries that are under way have until <paramref name="now"/>.</summary>
    public Task StopAsync(CancellationToken now) => Task.WhenAll(_queues.Values.Select(q => q.StopAsync(now)));

    public async ValueTask DisposeAsync()
    {
        foreach (var queue in _queues.Values)
            await queue.DisposeAsync();
    }
}
