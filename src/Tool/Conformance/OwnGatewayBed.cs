using System.Net;
using SmtpSim.Messages;
using SmtpSim.Playing;
using SmtpSim.Serving;
using SmtpSim.Transcripts;

namespace SmtpSim.Conformance;

/// <summary>
/// The gateway, started by the run. Cases without a configuration of their own share one, with one internal server behind
/// it that accepts everybody but <c>unknown@…</c>.
/// </summary>
public sealed class OwnGatewayBed : ITestBed
{
    private readonly IGatewayLauncher _launcher;
    private readonly GatewayTemplate _template;
    private readonly FakeServer _internal;
    private readonly Lazy<Task<IGateway>> _shared;

    public OwnGatewayBed(IGatewayLauncher launcher, GatewayTemplate template, WalkOptions options)
    {
        (_launcher, _template) = (launcher, template);
        Lanes = new Lanes(launcher);
        Mail = new MailStore(options.Clock);
        _internal = FakeServer.Start(
            template.Internal, new IPEndPoint(IPAddress.Loopback, 0), new Variables(), options with { Mail = Mail });
        _shared = new Lazy<Task<IGateway>>(StartSharedAsync);
    }

    public string Name => "smtpgate";

    public Lanes? Lanes { get; }

    public MailStore? Mail { get; }

    public IReadOnlyDictionary<string, string> Facts => _template.Facts;

    public async Task<IPEndPoint> EndPointAsync(CancellationToken cancel) => (await _shared.Value.WaitAsync(cancel)).EndPoint;

    public async ValueTask DisposeAsync()
    {
        if (_shared.IsValueCreated && _shared.Value.IsCompletedSuccessfully)
            await (await _shared.Value).DisposeAsync();
        await Lanes!.DisposeAsync();
        await _internal.DisposeAsync();
    }

    private Task<IGateway> StartSharedAsync()
    {
        var configuration = _template.NewConfiguration();
        configuration.Verify();
        configuration.Verifier["DisconnectOnReject"] = false;
        return _launcher.StartAsync(configuration.ToJson(_internal.EndPoint.Port), CancellationToken.None);
    }
}
