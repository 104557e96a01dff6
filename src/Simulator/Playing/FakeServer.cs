using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using SmtpSim.Transcripts;
using SmtpSim.Wire;

namespace SmtpSim.Playing;

/// <summary>
/// A server on a port of its own that plays a transcript. With rules it answers any number of connections; a script with
/// one connection is played to each from its start; a script that names several is played once over all of them.
/// </summary>
public sealed class FakeServer : IAsyncDisposable
{
    private readonly Socket _listener;
    private readonly bool _ownsListener;
    private readonly Variables _variables;
    private readonly WalkOptions _options;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _sessions = [];
    private readonly List<Outcome> _outcomes = [];
    private readonly Lock _lock = new();
    private readonly Script? _script;
    private readonly RuleSet? _rules;
    private readonly Task _accepting;
    private int _accepted;

    private FakeServer(Socket listener, bool ownsListener, Part part, Variables variables, WalkOptions options)
    {
        (_script, _rules) = part;
        (_listener, _ownsListener) = (listener, ownsListener);
        (_variables, _options) = (variables, options);
        Mail = options.Mail ?? new MailStore(options.Clock);
        Log = new SessionLog(options.Clock);
        _accepting = Task.Run(AcceptAllAsync);
    }

    public IPEndPoint EndPoint => (IPEndPoint)_listener.LocalEndPoint!;

    public MailStore Mail { get; }

    public SessionLog Log { get; }

    /// <summary>The outcomes of the scripts that have ended, in order of their ending.</summary>
    public IReadOnlyList<Outcome> Outcomes
    {
        get
        {
            lock (_lock)
                return [.. _outcomes];
        }
    }

    /// <summary>How many connections were accepted so far.</summary>
    public int Accepted => Volatile.Read(ref _accepted);

    /// <exception cref="UnusableFileException">The script cannot be played by a server.</exception>
    /// <exception cref="SocketException">The address is taken or not there.</exception>
    public static FakeServer Start(TranscriptSource source, IPEndPoint at, Variables variables, WalkOptions options)
    {
        var part = Part.Of(source, variables);
        var listener = new Socket(at.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            listener.Bind(at);
            listener.Listen(512);
            return new FakeServer(listener, ownsListener: true, part, variables, options);
        }
        catch
        {
            listener.Dispose();
            throw;
        }
    }

    /// <summary>On a port that listens already and goes on listening when the server is gone.</summary>
    /// <exception cref="UnusableFileException">The script cannot be played by a server.</exception>
    public static FakeServer On(Socket listener, TranscriptSource source, Variables variables, WalkOptions options) =>
        new(listener, ownsListener: false, Part.Of(source, variables), variables, options);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        if (_ownsListener)
            _listener.Dispose();
        await _accepting;
        await Task.WhenAll(Sessions());
        _stop.Dispose();
    }

    private Task[] Sessions()
    {
        lock (_lock)
            return [.. _sessions];
    }

    private async Task AcceptAllAsync()
    {
        try
        {
            while (!_stop.IsCancellationRequested)
            {
                var socket = await AcceptAsync(_stop.Token);
                lock (_lock)
                    _sessions.Add(PlayAsync(socket, Accepted));
                if (_script?.Connections.Count > 1)
                    return;
            }
        }
        catch (OperationCanceledException)
        {
            // Disposed: the end of every fake server.
        }
    }

    private async Task<Socket> AcceptAsync(CancellationToken cancel)
    {
        var socket = await _listener.AcceptAsync(cancel);
        Interlocked.Increment(ref _accepted);
        return socket;
    }

    private async Task PlayAsync(Socket socket, int number)
    {
        await Task.Yield();
        if (_script is null)
            await ServeAsync(socket, number);
        else
            await WalkAsync(socket, number);
    }

    private async Task ServeAsync(Socket socket, int number)
    {
        await using var connection = new RawConnection(socket, Invariant(number), Log);
        try
        {
            await new RuleSession(connection, number, _rules!, Mail, _options.Clock).RunAsync(_stop.Token);
        }
        catch (OperationCanceledException)
        {
            // Disposed in the middle of a session.
        }
        catch (Exception unplayable) when (unplayable is RegexMatchTimeoutException or MissingValueException)
        {
            Log.Note(connection.Name, $"a rule cannot be played: {unplayable.Message}");
            connection.Close();
            lock (_lock)
                _outcomes.Add(new Outcome(End.Failed, $"a rule cannot be played: {unplayable.Message}", null, Log));
        }
    }

    private async Task WalkAsync(Socket socket, int number)
    {
        var names = _script!.Connections;
        // Where each connection plays the whole script, the log tells them apart by their number.
        var first = new RawConnection(socket, names.Count > 1 ? names[0] : Invariant(number), Log);
        await using var peers = new AcceptedPeers(names.Count > 0 ? names[0] : "1", first, AcceptAsync, Log);
        // A server waits for its clients as long as they like; the case's own limit ends it.
        var options = _options with { ReplyLimit = _options.CaseLimit };
        var outcome = await new Walker(_script, peers, Log, _variables.Copy(), options).WalkAsync(_stop.Token);
        foreach (var peer in peers.Open.Where(_ => !_stop.IsCancellationRequested))
            peer.Close();
        lock (_lock)
            _outcomes.Add(outcome);
    }

    /// <summary>What the server plays: a script in order, or rules.</summary>
    private sealed record Part(Script? Script, RuleSet? Rules)
    {
        public static Part Of(TranscriptSource source, Variables variables) => source.Transcript.ServesByRules
            ? new Part(null, new RuleSet(source, variables))
            : new Part(ScriptCompiler.Compile(source, Role.Server), null);
    }

    private static string Invariant(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
