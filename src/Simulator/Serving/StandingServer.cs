using System.Net;
using System.Net.Sockets;
using SmtpSim.Playing;
using SmtpSim.Transcripts;
using SmtpSim.Wire;

namespace SmtpSim.Serving;

/// <summary>What a server plays, as it was given: enough to begin anew.</summary>
public sealed record ServedScript(TranscriptSource Source, Variables Values, WalkOptions Options);

/// <summary>
/// A fake server whose place stays while what it plays changes. A script that cannot be played changes nothing; one that can
/// takes over with everything anew: mail, log, counters, connections counted from 1. Whoever comes meanwhile waits.
/// </summary>
public sealed class StandingServer : IAsyncDisposable
{
    private readonly Func<ListenTerms, IListener> _place;
    private readonly Port? _port;
    // Never disposed: it has no handle, and somebody may wait for it still.
    private readonly SemaphoreSlim _turn = new(1);
    private bool _ended;

    private StandingServer(Func<ListenTerms, IListener> place, Port? port, ServedScript script)
    {
        (_place, _port, Script) = (place, port, script);
        Now = Prepared(script)(place);
    }

    /// <summary>What it plays.</summary>
    public ServedScript Script { get; private set; }

    /// <summary>The server of the moment.</summary>
    public FakeServer Now { get; private set; }

    /// <exception cref="UnusableFileException">The script cannot be played by a server.</exception>
    /// <exception cref="SocketException">The address is taken or not there.</exception>
    public static StandingServer Start(IPEndPoint at, ServedScript script)
    {
        // Wrong scripts are told before a port is taken.
        Prepared(script);
        var port = new Port(at);
        try
        {
            return new StandingServer(terms => port.Lend(terms.After == TimeSpan.Zero), port, script);
        }
        catch
        {
            port.Dispose();
            throw;
        }
    }

    /// <summary>Without sockets.</summary>
    /// <param name="listener">Makes the place where connections come from, each time anew.</param>
    /// <exception cref="UnusableFileException">The script cannot be played by a server.</exception>
    public static StandingServer On(Func<IListener> listener, ServedScript script) => new(_ => listener(), null, script);

    /// <summary>Ends the sessions of the script before and begins with this one.</summary>
    /// <exception cref="UnusableFileException">It cannot be played by a server; nothing has changed.</exception>
    /// <exception cref="ObjectDisposedException">It has ended.</exception>
    /// <exception cref="SocketException">While it refused connections somebody took its port; it has ended.</exception>
    public Task LoadAsync(ServedScript script, CancellationToken cancel = default)
    {
        var start = Prepared(script);
        return TakeTurnAsync(() => (script, start), cancel);
    }

    /// <summary>As it was when its script was loaded: rules that were added since are gone.</summary>
    public Task ResetAsync(CancellationToken cancel = default) =>
        // Which script that is shows when it is this one's turn: another may be loaded just now.
        TakeTurnAsync(() => (Script, Prepared(Script)), cancel);

    public async ValueTask DisposeAsync()
    {
        // Whoever waits to load something finds it ended.
        await _turn.WaitAsync();
        try
        {
            _ended = true;
            await Now.DisposeAsync();
            _port?.Dispose();
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task TakeTurnAsync(
        Func<(ServedScript Script, Func<Func<ListenTerms, IListener>, FakeServer> Start)> next, CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel);
        try
        {
            ObjectDisposedException.ThrowIf(_ended, this);
            var (script, start) = next();
            await Now.DisposeAsync();
            (Script, Now) = (script, start(_place));
        }
        catch (SocketException)
        {
            _ended = true;
            throw;
        }
        finally
        {
            _turn.Release();
        }
        Script.Options.Changes?.Raise();
    }

    private static Func<Func<ListenTerms, IListener>, FakeServer> Prepared(ServedScript script) =>
        FakeServer.Prepare(script.Source, script.Values.Copy(), script.Options);
}
