using System.Net;
using System.Net.Sockets;
using SmtpSim.Playing;
using SmtpSim.Transcripts;
using SmtpSim.Wire;

namespace SmtpSim.Conformance;

/// <summary>
/// What the steps of one scenario share: the configuration they put together, the servers they start, what was played.
/// </summary>
public sealed class World : IAsyncDisposable
{
    private readonly ITestBed _bed;
    private readonly WalkOptions _options;
    private readonly List<Client> _clients = [];
    private Socket? _deaf;
    private IGateway? _gateway;

    public World(Scenario scenario, ITestBed bed, GatewayTemplate? template, WalkOptions options, string run)
    {
        (Scenario, _bed) = (scenario, bed);
        Configuration = template?.NewConfiguration();
        Mail = new MailStore(options.Clock);
        _options = options;
        Variables = new Variables([new("run", run), new("client", "client.example"), new("from", $"{run}@sender.example")]);
        foreach (var (name, value) in bed.Facts)
            Variables.Set(name, Variables.Fill(value));
    }

    public Scenario Scenario { get; }

    public Variables Variables { get; }

    /// <summary>Null where the target runs already and cannot be configured.</summary>
    public GatewayConfiguration? Configuration { get; }

    /// <summary>The scenario's own internal server, null while it has none.</summary>
    public FakeServer? Internal { get; private set; }

    /// <summary>What the scenario's own internal server received.</summary>
    public MailStore Mail { get; }

    /// <summary>Warnings of scripts that were played, for the verdict.</summary>
    public List<Outcome> Warnings { get; } = [];

    public IGateway? Gateway => _gateway;

    /// <summary>The port where the gateway looks for its internal server.</summary>
    public int InternalPort => Internal?.EndPoint.Port ?? ((IPEndPoint)(_deaf ??= Deaf()).LocalEndPoint!).Port;

    /// <summary>A transcript that stands in the scenario itself.</summary>
    public TranscriptSource Inline(string text) =>
        TranscriptSource.Read(text, $"{Scenario.File} › {Scenario.Name}", Scenario.Folder);

    /// <summary>A transcript in a file beside the feature.</summary>
    public TranscriptSource InFile(string name) => TranscriptSource.Load(Path.Combine(Scenario.Folder, name));

    public void StartInternal(TranscriptSource source) => Internal = FakeServer.Start(
        source, new IPEndPoint(IPAddress.Loopback, 0), Variables.Copy(), _options with { Mail = Mail });

    /// <summary>Where the scenario's client connects to: its own gateway if it configured one, else the shared server.</summary>
    public async Task<IPEndPoint> TargetAsync(CancellationToken cancel)
    {
        if (_gateway is null && (Internal is not null || _deaf is not null || Configuration is { IsChanged: true }))
            await StartGatewayAsync(cancel);
        return _gateway?.EndPoint ?? await _bed.EndPointAsync(cancel);
    }

    /// <exception cref="GatewayRefusedException">It refused its configuration.</exception>
    public async Task StartGatewayAsync(CancellationToken cancel)
    {
        if (_bed.Launcher is null || Configuration is null)
            throw new CaseEndedException(CaseVerdict.Skip, "the target runs already and cannot be configured");
        _gateway = await _bed.Launcher.StartAsync(Configuration.ToJson(InternalPort), cancel);
    }

    /// <summary>
    /// Plays a client's script against the target; anything but a good end ends the case. What it leaves open stays open
    /// to the end of the scenario, so that the client can go on.
    /// </summary>
    public async Task PlayAsync(TranscriptSource source, CancellationToken cancel)
    {
        var target = await TargetAsync(cancel);
        var log = new SessionLog(_options.Clock);
        var client = new Client(new DialledPeers(target, log), log);
        lock (_clients)
            _clients.Add(client);
        await WalkAsync(source, client, cancel);
    }

    /// <summary>Plays on, on the connections that the client played on last.</summary>
    public Task GoOnAsync(TranscriptSource source, CancellationToken cancel) => _clients.Count > 0
        ? WalkAsync(source, _clients[^1], cancel)
        : throw new CaseEndedException(CaseVerdict.Error, "the client has not played anything that it could go on with");

    private async Task WalkAsync(TranscriptSource source, Client client, CancellationToken cancel)
    {
        var script = ScriptCompiler.Compile(source, Role.Client);
        var options = _options with { Mail = _gateway is null ? _bed.Mail : Mail };
        var outcome = await new Walker(script, client.Peers, client.Log, Variables, options).WalkAsync(cancel);
        if (outcome.End == End.Warned)
            Warnings.Add(outcome);
        if (!outcome.IsGood)
            throw Ended(outcome, source.File);
    }

    /// <summary>A server that heard something else than its script expects fails the case, too.</summary>
    public void Judge()
    {
        var wrong = Internal?.Outcomes.FirstOrDefault(o => o.End == End.Failed);
        if (wrong is not null)
            throw Ended(wrong, "the internal server's script");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
            await client.Peers.DisposeAsync();
        if (_gateway is not null)
            await _gateway.DisposeAsync();
        if (Internal is not null)
            await Internal.DisposeAsync();
        _deaf?.Dispose();
    }

    private static CaseEndedException Ended(Outcome outcome, string script) => outcome.End switch
    {
        End.Missing => new CaseEndedException(CaseVerdict.Skip, $"the target's profile has no fact '{outcome.Reason}'"),
        End.Unreachable => new CaseEndedException(
            CaseVerdict.Error, $"the server cannot be reached: {outcome.Reason}", outcome, script),
        End.Unfinished => new CaseEndedException(CaseVerdict.Error, "the case took longer than its time limit", outcome, script),
        _ => new CaseEndedException(CaseVerdict.Fail, outcome.Reason, outcome, script),
    };

    private sealed record Client(DialledPeers Peers, SessionLog Log);

    // Bound but not listening: connections are refused, and nobody else can take the port meanwhile.
    private static Socket Deaf()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }
}
