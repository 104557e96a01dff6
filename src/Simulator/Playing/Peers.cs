using System.Net;
using System.Net.Sockets;
using SmtpSim.Wire;

namespace SmtpSim.Playing;

/// <summary>Where a script's connections come from.</summary>
public interface IPeers
{
    /// <summary>The connection of this name: opened or accepted when it is first asked for.</summary>
    Task<RawConnection> GetAsync(string name, CancellationToken cancel);

    IReadOnlyCollection<RawConnection> Open { get; }
}

/// <summary>A client's connections, all to one server.</summary>
public sealed class DialledPeers(EndPoint target, SessionLog log) : IPeers, IAsyncDisposable
{
    private readonly Dictionary<string, RawConnection> _open = [];

    public IReadOnlyCollection<RawConnection> Open => _open.Values;

    public async Task<RawConnection> GetAsync(string name, CancellationToken cancel) =>
        _open.TryGetValue(name, out var known)
            ? known
            : _open[name] = await RawConnection.ConnectAsync(target, name, log, cancel);

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in _open.Values)
            await connection.DisposeAsync();
    }
}

/// <summary>A server's connections: the first is there already, the others are accepted as the script names them.</summary>
public sealed class AcceptedPeers(
    string firstName, RawConnection first, Func<CancellationToken, Task<Socket>> accept, SessionLog log)
    : IPeers, IAsyncDisposable
{
    private readonly Dictionary<string, RawConnection> _open = new() { [firstName] = first };

    public IReadOnlyCollection<RawConnection> Open => _open.Values;

    public async Task<RawConnection> GetAsync(string name, CancellationToken cancel) =>
        _open.TryGetValue(name, out var known)
            ? known
            : _open[name] = new RawConnection(await accept(cancel), name, log);

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in _open.Values)
            await connection.DisposeAsync();
    }
}
