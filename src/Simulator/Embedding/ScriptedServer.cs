using System.Net;
using SmtpSim.Comparing;
using SmtpSim.Messages;
using SmtpSim.Playing;
using SmtpSim.Serving;
using SmtpSim.Transcripts;
using SmtpSim.Wire;

namespace SmtpSim.Embedding;

/// <summary>
/// A fake SMTP server for tests in C#: it plays a transcript or answers by rules, on a free port of loopback or without sockets.
/// </summary>
/// <example><code>
/// await using var server = ScriptedServer.Start("""
///     @serve default
///     @on RCPT &lt;*@full.example> times 2 -> S: 452 4.2.2 Mailbox full
///     """);
/// await SendMailAsync(server.Host, server.Port);
/// var mail = await server.WaitForMailAsync("invoice 4711");
/// </code></example>
public sealed class ScriptedServer : IAsyncDisposable
{
    private const string Name = "script";
    private const string Everything = "@serve default\n";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly StandingServer _server;
    private readonly MemoryPlace? _memory;
    // Never disposed: it has no handle, and somebody may wait for it still.
    private readonly CancellationTokenSource _ended = new();

    private ScriptedServer(StandingServer server, MemoryPlace? memory) => (_server, _memory) = (server, memory);

    /// <exception cref="InvalidOperationException">It has no port.</exception>
    public IPEndPoint EndPoint => _memory is null
        ? _server.Now.EndPoint
        : throw new InvalidOperationException("this server has no port: Connect() gives the client's side of a connection");

    public string Host => EndPoint.Address.ToString();

    public int Port => EndPoint.Port;

    /// <summary>What has arrived, the newest last; very old messages are forgotten.</summary>
    public IReadOnlyList<Mail> Mail => _server.Now.Mail.All;

    /// <summary>How many connections were accepted.</summary>
    public int Connections => _server.Now.Accepted;

    /// <summary>Everything that was said, secrets starred out.</summary>
    public string Session => string.Join('\n', SideBySide.Said(_server.Now.Log));

    /// <summary>On a free port of 127.0.0.1.</summary>
    /// <param name="script">A transcript; without <c>@serve</c> and <c>@on</c> it is played to each connection.</param>
    /// <param name="values">What <c>{{name}}</c> stands for.</param>
    /// <param name="options">Its clock, its patience, its certificates and its seed; null for the usual.</param>
    /// <exception cref="UnusableFileException">The script is wrong, or cannot be played by a server.</exception>
    public static ScriptedServer Start(
        string script = Everything, IReadOnlyDictionary<string, string>? values = null, WalkOptions? options = null) =>
        StartAt(new IPEndPoint(IPAddress.Loopback, 0), script, values, options);

    /// <param name="at">Where it listens.</param>
    /// <inheritdoc cref="Start"/>
    /// <exception cref="System.Net.Sockets.SocketException">That is taken, or no address of this machine.</exception>
    public static ScriptedServer StartAt(
        IPEndPoint at, string script = Everything, IReadOnlyDictionary<string, string>? values = null,
        WalkOptions? options = null) =>
        new(StandingServer.Start(at, Served(script, values, options)), null);

    /// <summary>Without sockets: <see cref="Connect"/> gives streams.</summary>
    /// <inheritdoc cref="Start"/>
    public static ScriptedServer InMemory(
        string script = Everything, IReadOnlyDictionary<string, string>? values = null, WalkOptions? options = null)
    {
        var memory = new MemoryPlace();
        return new ScriptedServer(StandingServer.On(memory.Open, Served(script, values, options)), memory);
    }

    /// <summary>
    /// Another script from now on, on the same port. Mail, session, rules and counters begin anew; open sessions are ended.
    /// </summary>
    /// <inheritdoc cref="Start"/>
    public Task LoadAsync(
        string script = Everything, IReadOnlyDictionary<string, string>? values = null, WalkOptions? options = null) =>
        _server.LoadAsync(Served(script, values, options));

    /// <summary>As it was at its start, or after the last script was loaded: for the next test.</summary>
    public Task ResetAsync() => _server.ResetAsync();

    /// <summary>The client's side of a new connection; only of a server without sockets.</summary>
    public Stream Connect() => _memory is null
        ? throw new InvalidOperationException("this server has a port; InMemory() starts one that gives streams")
        : new TransportStream(_memory.Now.Connect(), new OctetBuffer(), byRecord: false);

    /// <summary>Rules that are asked before those that are there; their numbers, for <see cref="RemoveRule"/>.</summary>
    /// <param name="rules">Lines of <c>@on … -> …</c>.</param>
    /// <exception cref="UnusableFileException">One of them is wrong; none was added.</exception>
    public IReadOnlyList<int> AddRules(string rules) => [.. Rules.Add(Source(rules)).Select(r => r.Id)];

    /// <summary>False where there is no such rule.</summary>
    public bool RemoveRule(int id) => Rules.Remove(id);

    /// <summary>The newest message that has this text in its envelope or content, as soon as there is one.</summary>
    /// <exception cref="TimeoutException">None came in time; the message says what was said instead.</exception>
    public async Task<Mail> WaitForMailAsync(string mark, TimeSpan? within = null, CancellationToken cancel = default)
    {
        var time = within ?? Patience;
        return await CountAsync(new MailCount(1, time, mark), cancel) > 0
            ? _server.Now.Mail.With(mark)[^1]
            : throw new TimeoutException(
                $"no message with '{mark}' came within {Durations.Show(time)}; {Mail.Count} without it did\n{Session}");
    }

    /// <summary>Waits for so many messages; all that there are then.</summary>
    /// <exception cref="TimeoutException">Fewer came in time.</exception>
    public async Task<IReadOnlyList<Mail>> WaitForMailAsync(
        int count, TimeSpan? within = null, CancellationToken cancel = default)
    {
        var time = within ?? Patience;
        var came = await CountAsync(new MailCount(count, time, null), cancel);
        return came >= count
            ? Mail
            : throw new TimeoutException($"{came} of {count} messages came within {Durations.Show(time)}\n{Session}");
    }

    /// <summary>Throws what went wrong first, where a client said something else than the script expects.</summary>
    /// <exception cref="ScriptFailedException">A script did not end well.</exception>
    public void Verify()
    {
        if (_server.Now.Outcomes.FirstOrDefault(o => !o.IsGood) is { } outcome)
            throw new ScriptFailedException(outcome, Name);
    }

    /// <summary>Waits until a script in order was played to its end, and verifies it.</summary>
    /// <exception cref="TimeoutException">It was not in time.</exception>
    /// <exception cref="ScriptFailedException">A script did not end well.</exception>
    public async Task VerifyPlayedAsync(TimeSpan? within = null)
    {
        using var limit = new CancellationTokenSource(within ?? Patience);
        await _server.Now.WaitForOutcomeAsync(limit.Token);
        Verify();
        if (_server.Now.Outcomes.Count == 0)
            throw new TimeoutException($"the script was not played to its end\n{Session}");
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _server.DisposeAsync();
    }

    // What has ended takes no mail any more, and nobody waits for it.
    private async Task<int> CountAsync(MailCount wanted, CancellationToken cancel)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(_ended.Token, cancel);
        try
        {
            return await _server.Now.Mail.CountAsync(wanted, both.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new ObjectDisposedException(nameof(ScriptedServer), "the server has ended, and takes no mail any more");
        }
    }

    private RuleSet Rules
    {
        get
        {
            ObjectDisposedException.ThrowIf(_ended.IsCancellationRequested, this);
            return _server.Now.Rules ?? throw new InvalidOperationException(
                "this server plays lines in order; with @serve or @on it answers by rules");
        }
    }

    internal static TranscriptSource Source(string script)
    {
        ArgumentNullException.ThrowIfNull(script);
        return TranscriptSource.Read(script, Name, Directory.GetCurrentDirectory());
    }

    // A test that steps through its code in a debugger takes longer than any script.
    private static ServedScript Served(string script, IReadOnlyDictionary<string, string>? values, WalkOptions? options) => new(
        Source(script),
        new Variables(values ?? new Dictionary<string, string>()),
        options ?? WalkOptions.Default with { CaseLimit = TimeSpan.FromHours(1) });

    private sealed class MemoryPlace
    {
        public MemoryListener Now { get; private set; } = new();

        public IListener Open() => Now = new MemoryListener();
    }
}
