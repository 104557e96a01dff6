using System.Net;
using SmtpSim.Messages;
using SmtpSim.Playing;
using SmtpSim.Serving;
using SmtpSim.Transcripts;
using SmtpSim.Wire;

namespace SmtpSim.Conformance;

/// <summary>One run of one scenario.</summary>
/// <param name="Id">Marks everything the run sends, so that its mail is told from that of others.</param>
/// <param name="Stop">Cancelled when the case is over or has taken too long.</param>
public sealed record CaseRun(Scenario Scenario, string Id, CancellationToken Stop)
{
    /// <summary>What every case may insert, whatever its target.</summary>
    public static readonly IReadOnlyList<string> Own = ["run", "client", "from"];
}

/// <summary>
/// What the steps of one scenario share: the configuration they put together, the servers they start, what was played.
/// </summary>
public sealed class World : IAsyncDisposable
{
    private readonly ITestBed _bed;
    private readonly WalkOptions _options;
    private Meetings? _meetings;
    private readonly List<Client> _clients = [];
    private readonly SemaphoreSlim _starting = new(1, 1);
    private TranscriptSource? _internal;
    private bool _deaf;
    private bool _stopped;
    private bool _good;
    private string? _home;
    private Lane? _lane;

    public World(CaseRun run, ITestBed bed, GatewayTemplate? template, WalkOptions options)
    {
        (Scenario, Stop) = (run.Scenario, run.Stop);
        _bed = bed;
        Configuration = template?.NewConfiguration();
        Mail = new MailStore(options.Clock);
        _options = options;
        Variables = new Variables(
            CaseRun.Own.Zip((string[])[run.Id, "client.example", $"{run.Id}@sender.example"], KeyValuePair.Create));
        foreach (var (name, value) in bed.Facts)
            Variables.Set(name, Variables.Fill(value));
    }

    public Scenario Scenario { get; }

    /// <summary>Cancelled when the case is over or has taken too long.</summary>
    public CancellationToken Stop { get; }

    public Variables Variables { get; }

    /// <summary>Null where the target runs already and cannot be configured.</summary>
    public GatewayConfiguration? Configuration { get; }

    /// <summary>The scenario's own internal server, null while it has none.</summary>
    public FakeServer? Internal { get; private set; }

    /// <summary>What the scenario's own internal server received.</summary>
    public MailStore Mail { get; }

    // The part of a choreography that stands behind the gateway.
    private const string Inner = "internal";

    /// <summary>Warnings of scripts that were played, for the verdict.</summary>
    public List<Outcome> Warnings { get; } = [];

    /// <summary>What the scenario's gateway has logged.</summary>
    public string Log => _lane?.Log ?? "";

    /// <summary>A transcript that stands in the scenario itself.</summary>
    public TranscriptSource Inline(string text) =>
        TranscriptSource.Read(text, $"{Scenario.File} › {Scenario.Name}", Scenario.Folder);

    /// <summary>A transcript in a file beside the feature.</summary>
    public TranscriptSource InFile(string name) => TranscriptSource.Load(Path.Combine(Scenario.Folder, name));

    /// <summary>The internal server that is to stand behind the gateway; it starts with it.</summary>
    /// <param name="meetings">Where it waits for the other parts of a choreography.</param>
    public void BeforeInternal(TranscriptSource source, Meetings? meetings = null) =>
        (_internal, _meetings) = (source, meetings);

    /// <summary>A folder that is gone with the scenario, and where its gateway keeps what is to outlive it.</summary>
    public string Home() => _home ??= Directory.CreateTempSubdirectory("smtpgate-home-").FullName;

    /// <summary>Where the certificate stands of whoever vouches for the simulator's certificates.</summary>
    public string AuthorityFile()
    {
        var file = Path.Combine(Home(), "authority.pem");
        File.WriteAllText(file, _options.Zoo.Root.ExportCertificatePem());
        return file;
    }

    /// <summary>The internal server is down: connections are refused.</summary>
    public void WithoutInternal() => _deaf = true;

    /// <summary>Where the scenario's client connects to: its own gateway if it configured one, else the shared server.</summary>
    public async Task<IPEndPoint> TargetAsync()
    {
        var own = _internal is not null || _deaf || Configuration is { IsChanged: true };
        return own ? (await OwnGatewayAsync()).EndPoint : await _bed.EndPointAsync(Stop);
    }

    /// <summary>The scenario's gateway; started once, whoever asks first.</summary>
    /// <exception cref="GatewayRefusedException">It refused its configuration.</exception>
    public async Task<IGateway> OwnGatewayAsync()
    {
        if (_bed.Lanes is null || Configuration is null)
            throw new CaseEndedException(CaseVerdict.Skip, "the target runs already and cannot be configured");
        await _starting.WaitAsync(Stop);
        try
        {
            if (_lane is null)
                await TakeLaneAsync(_bed.Lanes, Configuration);
            return _lane!.Gateway;
        }
        finally
        {
            _starting.Release();
        }
    }

    /// <summary>Gives the gateway the configuration as it is now; false where it keeps the one it had.</summary>
    public async Task<bool> ReloadGatewayAsync()
    {
        var gateway = await OwnGatewayAsync();
        return await gateway.ReloadAsync(Configuration!.ToJson(_lane!.PortNumber), Stop);
    }

    /// <summary>Changes the configuration where it lies; the gateway may notice by itself.</summary>
    public async Task EditConfigurationAsync()
    {
        var gateway = await OwnGatewayAsync();
        await gateway.EditAsync(Configuration!.ToJson(_lane!.PortNumber), Stop);
    }

    public async Task<string> ConfigurationFileAsync() => await (await OwnGatewayAsync()).ConfigurationAsync(Stop);

    /// <summary>Tells the gateway to stop; its exit code.</summary>
    public async Task<int> StopGatewayAsync()
    {
        var gateway = await OwnGatewayAsync();
        _stopped = true;
        return await gateway.StopAsync(Stop);
    }

    private async Task TakeLaneAsync(Lanes lanes, GatewayConfiguration configuration)
    {
        // Kept before the script is read: one that cannot be served must not leave a gateway behind.
        _lane = await lanes.TakeAsync(configuration, !_deaf, Stop);
        if (_internal is not null)
            Internal = FakeServer.On(
                SocketListener.On(_lane.Port), _internal, Variables.Copy(),
                _options with { Mail = Mail, Meetings = _meetings, PartName = Inner });
    }

    /// <summary>
    /// Plays a client's script against the target; anything but a good end ends the case. What it leaves open stays open
    /// to the end of the scenario, so that the client can go on.
    /// </summary>
    public Task PlayAsync(TranscriptSource source) => PlayAsync(source, Variables);

    /// <summary>Several clients at once; what one of them captures is its own.</summary>
    public Task PlayAtOnceAsync(int count, TranscriptSource source) =>
        Task.WhenAll(Enumerable.Range(0, count).Select(_ => PlayAsync(source, Variables.Copy())));

    private async Task PlayAsync(TranscriptSource source, Variables variables)
    {
        var target = await TargetAsync();
        var log = new SessionLog(_options.Clock);
        var client = new Client(new DialledPeers(target, log), log);
        lock (_clients)
            _clients.Add(client);
        await WalkAsync(source, client, variables);
    }

    /// <summary>Plays on, on the connections that the client played on last.</summary>
    public Task GoOnAsync(TranscriptSource source) => _clients.Count > 0
        ? WalkAsync(source, _clients[^1], Variables)
        : throw new CaseEndedException(CaseVerdict.Error, "the client has not played anything that it could go on with");

    /// <summary>
    /// Plays a choreography. Its server named <c>internal</c> stands behind the gateway; a client that is sent nowhere else
    /// goes to the gateway.
    /// </summary>
    public async Task PlayAllAsync(TranscriptSource source)
    {
        var choreography = Choreography.Of(source)
            ?? throw new CaseEndedException(CaseVerdict.Error, "the choreography has no parts: @server NAME, @client NAME");
        if (choreography.Parts.FirstOrDefault(p => p is { Role: Role.Server, Name: Inner }) is { } part)
            BeforeInternal(part.Source, choreography.Meetings);
        var target = await TargetAsync();
        var outcomes = await choreography.PlayAsync(
            target, Variables, _options with { Mail = Mail }, Stop, part => part.Name == Inner ? Internal : null);
        foreach (var (played, outcome) in outcomes.Where(o => !o.Outcome.IsGood).OrderBy(o => o.Outcome.End == End.Unfinished))
            throw Ended(outcome, $"{source.File}, part {played.Name}");
    }

    private async Task WalkAsync(TranscriptSource source, Client client, Variables variables)
    {
        var script = ScriptCompiler.Compile(source, Role.Client);
        var options = _options with { Mail = _lane is null ? _bed.Mail : Mail };
        var outcome = await new Walker(script, client.Peers, client.Log, variables, options).WalkAsync(Stop);
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
        _good = true;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
            await client.Peers.DisposeAsync();
        if (Internal is not null)
            await Internal.DisposeAsync();
        if (_lane is not null)
            // One that keeps mail is of no use to others.
            await _bed.Lanes!.GiveBackAsync(_lane, _good && !_stopped && _home is null);
        if (_home is not null)
            Directory.Delete(_home, recursive: true);
        _starting.Dispose();
    }

    private static CaseEndedException Ended(Outcome outcome, string script) => outcome.End switch
    {
        End.Missing => CaseEndedException.Missing(outcome.Reason),
        End.Unreachable => new CaseEndedException(
            CaseVerdict.Error, $"the server cannot be reached: {outcome.Reason}", outcome, script),
        End.Unfinished => new CaseEndedException(CaseVerdict.Error, "the case took longer than its time limit", outcome, script),
        _ => new CaseEndedException(CaseVerdict.Fail, outcome.Reason, outcome, script),
    };

    private sealed record Client(DialledPeers Peers, SessionLog Log);
}
