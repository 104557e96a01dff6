using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using SmtpSim.Playing;
using SmtpSim.Serving;
using SmtpSim.Transcripts;
using SmtpSim.Wire;

namespace SmtpSim.Control;

/// <summary>A server by its name.</summary>
public sealed record NamedServer(string Name, StandingServer Standing)
{
    public FakeServer Now => Standing.Now;
}

/// <summary>The servers there are.</summary>
public sealed partial class Servers(ControlOptions options) : IAsyncDisposable
{
    private const string Everything = "@serve default\n";

    private readonly ConcurrentDictionary<string, NamedServer> _all = new(StringComparer.Ordinal);
    private int _named;

    /// <summary>Raised by whatever happens on any of them.</summary>
    public Signal Changes { get; } = new();

    public TimeProvider Clock => options.Walk.Clock;

    public IReadOnlyList<NamedServer> All => [.. _all.Values.OrderBy(s => s.Name, StringComparer.Ordinal)];

    public NamedServer? Find(string name) => _all.GetValueOrDefault(name);

    /// <summary>Null where the name is of the right form.</summary>
    public static string? NameMisfit(string? name) => name is null || NameForm().IsMatch(name)
        ? null
        : $"'{name}' is no name for a server: 1 to 64 letters, digits, hyphens and underscores";

    /// <summary>Null where there is such a server already, or are too many.</summary>
    /// <exception cref="UnusableFileException">The script cannot be played by a server.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">The address is taken or not there.</exception>
    public async Task<NamedServer?> AddAsync(string? name, IPEndPoint at, ServedScript script)
    {
        if (_all.Count >= Limits.Servers || (name is not null && _all.ContainsKey(name)))
            return null;
        // The system lets two have a port that neither listens on yet; here it is one server's.
        if (at.Port != 0 && _all.Values.Any(s => s.Now.EndPoint.Equals(at)))
            throw new System.Net.Sockets.SocketException((int)System.Net.Sockets.SocketError.AddressAlreadyInUse);
        var server = new NamedServer(name ?? NextName(), StandingServer.Start(at, script));
        if (!_all.TryAdd(server.Name, server))
        {
            await server.Standing.DisposeAsync();
            return null;
        }
        Changes.Raise();
        return server;
    }

    public async Task<bool> RemoveAsync(string name)
    {
        if (!_all.TryRemove(name, out var server))
            return false;
        await server.Standing.DisposeAsync();
        Changes.Raise();
        return true;
    }

    /// <exception cref="UnusableFileException">It is no transcript, or a value is none.</exception>
    public ServedScript Script(ScriptTerms terms)
    {
        // What the framework lets through: the kind of a dictionary's values is not looked at.
        if (terms.Values?.FirstOrDefault(v => v.Value is null).Key is { } name)
            throw new UnusableFileException("values", 0, 0, $"'{name}' is null: give it a text, or leave it out");
        var source = Source(terms.Script ?? Everything);
        return new ServedScript(source, new Variables(terms.Values ?? []), options.Walk with
        {
            Changes = Changes,
            Explains = terms.Explain,
            Seed = terms.Seed ?? Random.Shared.Next(),
        });
    }

    /// <exception cref="UnusableFileException">It is no transcript.</exception>
    public TranscriptSource Source(string text) =>
        TranscriptSource.Read(text, "script", options.Scripts ?? "") with { Root = options.Scripts };

    /// <summary>False once it was removed, though another may have its name.</summary>
    public bool IsThere(NamedServer server) => Find(server.Name) == server;

    /// <summary>Looks, and looks again after each change; false where the time is over, or the server gone.</summary>
    public async Task<bool> UntilAsync(NamedServer server, Func<bool> enough, TimeSpan within, CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(within, Clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        for (var change = Changes.Next; !enough() && IsThere(server); change = Changes.Next)
        {
            await change.WaitAsync(both.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (both.IsCancellationRequested)
                break;
        }
        return enough();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in All)
            await RemoveAsync(server.Name);
    }

    private string NextName()
    {
        while (true)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"s{Interlocked.Increment(ref _named)}");
            if (!_all.ContainsKey(name))
                return name;
        }
    }

    [GeneratedRegex(@"^[A-Za-z0-9_-]{1,64}\z")]
    private static partial Regex NameForm();
}
