namespace SmtpGate.Queue;

/// <summary>The hosts that mail goes to, each as long as there is some for it.</summary>
internal sealed class Destinations : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Route, Destination> _destinations = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _cut = new();
    private readonly CourierTerms _terms;

    public Destinations(Func<QueueTerms> now, TimeProvider clock, ILogger logger, Berths berths) =>
        _terms = new CourierTerms(
            now, clock, logger, berths.Open(() => now().Options.Connections), _stop.Token, _cut.Token);

    public bool AreStopped => _stop.IsCancellationRequested;

    public IReadOnlyList<Destination> All
    {
        get
        {
            lock (_lock)
                return [.. _destinations.Values];
        }
    }

    public void Add(Route route, Delivery delivery)
    {
        lock (_lock)
        {
            if (!_destinations.TryGetValue(route, out var destination))
                _destinations[route] = destination = new Destination(route, _terms, Leave);
            destination.Add(delivery);
        }
    }

    // Nobody knows how many hosts there are in the world.
    private void Leave(Destination destination)
    {
        lock (_lock)
        {
            // One that went before it was asked again may have a successor.
            if (destination is { Waiting: 0, Connections: 0 } && IsKnown(destination))
                _destinations.Remove(destination.Route);
        }
    }

    private bool IsKnown(Destination destination) => _destinations.GetValueOrDefault(destination.Route) == destination;

    /// <summary>No further delivery is begun; those that are under way have until <paramref name="now"/>.</summary>
    public async Task StopAsync(CancellationToken now)
    {
        await _stop.CancelAsync();
        await using var cut = now.Register(_cut.Cancel);
        await Task.WhenAll(All.Select(d => d.EndAsync()));
    }

    /// <summary>Other settings: there may be room for more at the same time.</summary>
    public void Change() => _terms.Berths.Named.Offer();

    public void Dispose()
    {
        _terms.Berths.Named.Dispose();
        _terms.Berths.Domains.Dispose();
        _stop.Dispose();
        _cut.Dispose();
    }
}
