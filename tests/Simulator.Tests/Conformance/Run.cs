using System.Net;
using SmtpSim.Conformance;
using SmtpSim.Serving;

namespace SmtpSim.Tests.Conformance;

/// <summary>Runs scenarios against a fake server, or against "gateways" that are fake servers.</summary>
internal static class Run
{
    private static readonly StepCatalogue Catalogue = new(typeof(StepCatalogue).Assembly);

    public static async Task<CaseResult> AgainstAsync(string server, Scenario scenario, Dictionary<string, string>? facts = null)
    {
        await using var fake = Stage.Serve(server);
        // A fake server that is stopped while it starts throws: a known fault, shown by FakeServerTests.
        using var peer = await RawPeer.ConnectAsync(fake.EndPoint);
        await peer.LineAsync();
        await using var bed = Bed(fake, facts);
        return await new CaseRunner(bed, null, Catalogue, Stage.Options).RunAsync(scenario, CancellationToken.None);
    }

    public static Task<RunResult> AllAsync(
        FakeServer server, string feature, Deviations? known = null, RunTerms? terms = null) =>
        AllAsync(server, Features.Of(feature), known, terms);

    public static async Task<RunResult> AllAsync(
        FakeServer server, IReadOnlyList<Scenario> scenarios, Deviations? known = null, RunTerms? terms = null)
    {
        await using var bed = Bed(server, null);
        var cases = new CaseRunner(bed, null, Catalogue, Stage.Options);
        var runner = new ConformanceRunner(bed, cases, known ?? Deviations.None, TimeProvider.System);
        return await runner.RunAsync(scenarios, terms ?? new RunTerms(3), _ => { }, CancellationToken.None);
    }

    /// <summary>Every gateway is a fake server that plays what its setting <c>Plays</c> says.</summary>
    public static async Task<CaseResult> ConfiguredAsync(Scenario scenario)
    {
        using var folder = new TemporaryFolder();
        var template = GatewayTemplate.Load(GatewayTemplateTests.Write(folder));
        var launcher = new FakeLauncher();
        CaseResult result;
        await using (var bed = new OwnGatewayBed(launcher, template, Stage.Options))
            result = await new CaseRunner(bed, template, Catalogue, Stage.Options).RunAsync(scenario, CancellationToken.None);
        Assert.All(launcher.Gateways, g => Assert.True(g.IsOver, "a gateway is left behind"));
        return result;
    }

    public static RunningServerBed Bed(FakeServer server, Dictionary<string, string>? facts) =>
        new(new TargetProfile("fake", "127.0.0.1", server.EndPoint.Port, facts), Stage.Options);

    private sealed class FakeLauncher : IGatewayLauncher
    {
        public List<FakeGateway> Gateways { get; } = [];

        public Task<IGateway> StartAsync(string configuration, CancellationToken cancel)
        {
            var plays = (string?)System.Text.Json.Nodes.JsonNode.Parse(configuration)!["Plays"] ?? "@serve default";
            if (plays == "refuse")
                throw new GatewayRefusedException(2, "Plays: refused");
            Gateways.Add(new FakeGateway(Stage.Serve(plays)));
            return Task.FromResult<IGateway>(Gateways[^1]);
        }
    }

    private sealed class FakeGateway(FakeServer server) : IGateway
    {
        public IPEndPoint EndPoint => server.EndPoint;

        public string Log => "it says hello";

        public Task EditAsync(string configuration, CancellationToken cancel) => Task.CompletedTask;

        public Task<string> ConfigurationAsync(CancellationToken cancel) => Task.FromResult("");

        public Task<bool> ReloadAsync(string configuration, CancellationToken cancel) => Task.FromResult(false);

        public Task<int> StopAsync(CancellationToken cancel) => Task.FromResult(0);

        public bool IsOver { get; private set; }

        public ValueTask DisposeAsync()
        {
            IsOver = true;
            return server.DisposeAsync();
        }
    }
}
