using System.Net;
using SmtpSim.Wire;

namespace SmtpSim.Playing;

/// <summary>Where a script's connections come from.</summary>
public interface IPeers
{
    /// <summary>The connection of this name: opened or accepted when it is first asked for.</summary>
    Task<RawConnection> GetAsync(string name, CancellationToken cancel);

    IReadOnlyCollection<RawConnection> Open { get; }

    /// <summary>Where a connection of this name comes from, once it is opened.</summary>
    void ConnectFrom(string name, IPAddress source);
}

/// <summary>Opens a connection of this name, from an address of this machine where one is given.</summary>
public delegate Task<RawConnection> Dial(string name, IPAddress? source, CancellationToken cancel);

/// <summary>A client's connections, all to one server.</summary>
public sealed class DialledPeers(Dial dial) : IPeers, IAsyncDisposable
{
    public DialledPeers(EndPoint target, SessionLog log)
        : this((name, source, cancel) => RawConnection.ConnectAsync(target, name, log, cancel, source))
    {
    }

    private readonly Dictionary<string, RawConnection> _open = [];
    private readonly Dictionary<string, IPAddress> _sources = [];

    public IReadOnlyCollection<RawConnection> Open => _open.Values;

    public async Task<RawConnection> GetAsync(string name, CancellationToken cancel) =>
        _open.TryGetValue(name, out var known)
            ? known
            : _open[name] = await dial(name, _sources.GetValueOrDefault(name), cancel);

    public void ConnectFrom(string name, IPAddress source) => _sources[name] = source;

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in _open.Values)
            await connection.DisposeAsync();
    }
}
