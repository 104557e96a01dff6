using System.Net;
using System.Net.Sockets;
using SmtpSim.Messages;
using SmtpSim.Playing;
using SmtpSim.Transcripts;
using SmtpSim.Wire;

namespace SmtpSim.Serving;

/// <summary>
/// A server on a port of its own that plays a transcript. With rules it answers any number of connections; a script with
/// one connection is played to each from its start; a script that names several is played once over all of them.
/// </summary>
public sealed class FakeServer : IAsyncDisposable
{
    // More than anybody reads; a server that is asked a million times must not keep a million results.
    private const int MostOutcomes = 1_000;

    // Fits the processor's cache: a larger log costs a third of the messages a second under load.
    private const int LogKeeps = 8 << 20;

    private readonly IListener _listener;
    private readonly ListenTerms _terms;
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _stop = new();
    private readonly Queue<Outcome> _outcomes = [];
    private readonly Lock _lock = new();
    private readonly ServerPart _part;
    private readonly Reception _reception;
    private readonly Task _accepting;
    private int _disposed;

    private FakeServer(
        IListener listener, ListenTerms terms, Func<FakeServer, ServerPart> part, WalkOptions options)
    {
        (_listener, _terms, _clock) = (listener, terms, options.Clock);
        EndPoint = (IPEndPoint)listener.EndPoint;
        Mail = options.Mail ?? new MailStore(options.Clock);
        Log = new SessionLog(options.Clock, LogKeeps) { IsServers = true, Changes = options.Changes ?? new Signal() };
        _reception = new Reception(listener, Log, options.Clock);
        _part = part(this);
        if (terms.Receives is { } octets)
            listener.LimitReceiving(octets);
        // Who starts a server may connect at once.
        if (terms.After == TimeSpan.Zero)
            listener.Begin();
        _accepting = Task.Run(AcceptAllAsync);
    }

    public IPEndPoint EndPoint { get; }

    public MailStore Mail { get; }

    public SessionLog Log { get; }

    /// <summary>The rules it answers by, null where it plays lines in order.</summary>
    public RuleSet? Rules => (_part as RulePart)?.Rules;

    /// <summary>The outcomes of the scripts that have ended, in order of their ending; under load the last ones.</summary>
    public IReadOnlyList<Outcome> Outcomes
    {
        get
        {
            lock (_lock)
                return [.. _outcomes];
        }
    }

    /// <summary>How many connections were accepted so far.</summary>
    public int Accepted => _reception.Accepted;

    /// <summary>How many of them have ended, their scripts played or not.</summary>
    public int Ended => _reception.Ended;

    /// <summary>How many are open.</summary>
    public int Open => _reception.Open;

    /// <summary>Done when something happens.</summary>
    public Task NextChange => _reception.NextChange;

    /// <exception cref="UnusableFileException">The script cannot be played by a server.</exception>
    /// <exception cref="SocketException">The address is taken or not there.</exception>
    public static FakeServer Start(TranscriptSource source, IPEndPoint at, Variables variables, WalkOptions options)
    {
        var start = Prepare(source, variables, options);
        return start(_ => SocketListener.At(at));
    }

    /// <summary>On a listener of any kind, which it ends when it ends.</summary>
    /// <exception cref="UnusableFileException">The script cannot be played by a server.</exception>
    public static FakeServer On(IListener listener, TranscriptSource source, Variables variables, WalkOptions options) =>
        Prepare(source, variables, options)(_ => listener);

    /// <summary>Looks at all that can be wrong with a script, so that starting it can only fail for want of a port.</summary>
    /// <exception cref="UnusableFileException">The script cannot be played by a server.</exception>
    internal static Func<Func<ListenTerms, IListener>, FakeServer> Prepare(
        TranscriptSource source, Variables variables, WalkOptions options)
    {
        var (terms, part) = (ListenTerms.Of(source.Transcript), PartOf(source, variables, options));
        return listener => new FakeServer(listener(terms), terms, part, options);
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        await _reception.AllEndedAsync();
        _stop.Dispose();
    }

    /// <summary>Waits until one script has ended and no other is being played; or until it is cancelled.</summary>
    public async Task WaitForOutcomeAsync(CancellationToken cancel)
    {
        for (var change = NextChange; Outcomes.Count == 0 || _reception.Open > 0; change = NextChange)
        {
            await change.WaitAsync(cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (cancel.IsCancellationRequested)
                return;
        }
    }

    /// <summary>The next connection.</summary>
    internal Task<Transport> AcceptAsync(CancellationToken cancel) => _reception.AcceptAsync(cancel);

    private static Func<FakeServer, ServerPart> PartOf(TranscriptSource source, Variables variables, WalkOptions options)
    {
        if (source.Transcript.ServesByRules)
        {
            var rules = new RuleSet(source, variables, options.Clock, options.Seed);
            return server => new RulePart(server, rules, options);
        }
        var script = ScriptCompiler.Compile(source, Role.Server);
        Needs.Met(script, variables, hasMail: options.Mail is not null);
        return server => new ScriptPart(server, script, variables, options);
    }

    private async Task AcceptAllAsync()
    {
        try
        {
            await BeginAsync();
            while (!_stop.IsCancellationRequested)
            {
                _reception.Begin(await AcceptAsync(_stop.Token), PlayAsync);
                if (Accepted == _terms.For)
                    _listener.Refuse();
                if (_part.IsPlayedOnce || Accepted == _terms.For)
                    return;
            }
        }
        catch (OperationCanceledException)
        {
            // Disposed: the end of every fake server.
        }
        catch (SocketException taken)
        {
            // Bound and not listened on, a port can be listened on by somebody else.
            Log.Note("", $"nobody can be listened for: {taken.Message}");
        }
    }

    private async Task BeginAsync()
    {
        if (_terms.After == TimeSpan.Zero)
            return;
        // `@listen`: nobody listens until then.
        await Task.Delay(_terms.After ?? Timeout.InfiniteTimeSpan, _clock, _stop.Token);
        _listener.Begin();
    }

    private async Task PlayAsync(Transport transport, int number)
    {
        if (await _part.PlayAsync(transport, number, _stop.Token) is not { } outcome)
            return;
        lock (_lock)
        {
            _outcomes.Enqueue(outcome);
            if (_outcomes.Count > MostOutcomes)
                _outcomes.Dequeue();
        }
    }
}
