using System.Net;
using SmtpSim.Wire;

namespace SmtpSim.Playing;

/// <summary>Where a script's connections come from.</summary>
public interface IPeers
{
    /// <summary>The connection of this name: opened or accepted when it is first asked for.</summary>
    Task<RawConnection> GetAsync(string name, CancellationToken cancel);

    IReadOnlyCollection<RawConnection> Open { get; }

    /// <summary>Settles how a connection of this name will be opened.</summary>
    /// <returns>False where it is open, or not this side's to open.</returns>
    bool TrySettle(string name, Func<DialTerms, DialTerms> change);
}

/// <summary>Opens a connection of this name.</summary>
public delegate Task<RawConnection> Dial(string name, DialTerms terms, CancellationToken cancel);

/// <summary>A client's connections, all to one server.</summary>
public sealed class DialledPeers(Dial dial) : IPeers, IAsyncDisposable
{
    public DialledPeers(EndPoint target, SessionLog log)
        : this((name, terms, cancel) => RawConnection.ConnectAsync(target, name, log, cancel, terms))
    {
    }

    private readonly Dictionary<string, RawConnection> _open = [];
    private readonly Dictionary<string, DialTerms> _terms = [];

    public IReadOnlyCollection<RawConnection> Open => _open.Values;

    public async Task<RawConnection> GetAsync(string name, CancellationToken cancel) =>
        _open.TryGetValue(name, out var known)
            ? known
            : _open[name] = await dial(name, TermsOf(name), cancel);

    public bool TrySettle(string name, Func<DialTerms, DialTerms> change)
    {
        if (_open.ContainsKey(name))
            return false;
        _terms[name] = change(TermsOf(name));
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in _open.Values)
            await connection.DisposeAsync();
    }

    private DialTerms TermsOf(string name) => _terms.GetValueOrDefault(name, DialTerms.Usual);
}
