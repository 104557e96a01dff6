using SmtpSim.Wire;

namespace SmtpSim.Playing;

/// <summary>A server's connections: the first is there already, the others are accepted as the script names them.</summary>
public sealed class AcceptedPeers(
    string firstName, RawConnection first, Func<CancellationToken, Task<Transport>> accept, SessionLog log)
    : IPeers, IAsyncDisposable
{
    private readonly Dictionary<string, RawConnection> _open = new() { [firstName] = first };

    public IReadOnlyCollection<RawConnection> Open => _open.Values;

    public async Task<RawConnection> GetAsync(string name, CancellationToken cancel) =>
        _open.TryGetValue(name, out var known)
            ? known
            : _open[name] = new RawConnection(await accept(cancel), name, log);

    public bool TrySettle(string name, Func<DialTerms, DialTerms> change) => false;

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in _open.Values)
            await connection.DisposeAsync();
    }
}
