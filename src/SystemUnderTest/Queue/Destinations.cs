using System.Collections.Concurrent;

namespace SmtpGate.Queue;

/// <summary>The hosts that mail goes to, until the queue stops.</summary>
internal sealed class Destinations : IDisposable
{
    private readonly ConcurrentDictionary<Route, Destination> _destinations = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _cut = new();
    private readonly CourierTerms _terms;

    public Destinations(Func<QueueTerms> now, TimeProvider clock, ILogger logger) =>
        _terms = new CourierTerms(now, clock, logger, _stop.Token, _cut.Token);

    public bool AreStopped => _stop.IsCancellationRequested;

    public IEnumerable<Destination> All => _destinations.Values;

    public void Add(Route route, Delivery delivery) =>
        _destinations.GetOrAdd(route, r => new Destination(r, _terms)).Add(delivery);

    /// <summary>No further delivery is begun; those that are under way have until <paramref name="now"/>.</summary>
    public async Task StopAsync(CancellationToken now)
    {
        await _stop.CancelAsync();
        await using var cut = now.Register(_cut.Cancel);
        await Task.WhenAll(_destinations.Values.Select(d => d.EndAsync()));
    }

    public void Dispose()
    {
        _stop.Dispose();
        _cut.Dispose();
    }
}
