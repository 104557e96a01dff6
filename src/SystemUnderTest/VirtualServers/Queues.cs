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
        if (_queues.TryGetValue(home, out var known))
        {
            known.Use(terms);
            return known;
        }
        var spool = MessageSpool.Open(
            Path.Combine(home, FolderName), terms.Room, TimeProvider.System, logs.CreateLogger<MessageSpool>());
        var queue = new MailQueue(spool, terms, TimeProvider.System, logs.CreateLogger<MailQueue>());
        _queues[home] = queue;
        queue.Start();
        return queue;
    }

    /// <summary>Deliveries that are under way have until <paramref name="now"/>.</summary>
    public Task StopAsync(CancellationToken now) => Task.WhenAll(_queues.Values.Select(q => q.StopAsync(now)));

    public async ValueTask DisposeAsync()
    {
        foreach (var queue in _queues.Values)
            await queue.DisposeAsync();
    }
}
