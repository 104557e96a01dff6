using System.Net;
using System.Text.Json.Nodes;
using SmtpSim.Conformance;

namespace SmtpSim.Tests.Conformance;

public sealed class LanesTests
{
    [Fact]
    public async Task A_gateway_that_ended_well_takes_the_next_configuration()
    {
        await using var lanes = new Lanes(new FakeLauncher());
        var first = await lanes.TakeAsync(Configuration("1"), true, CancellationToken.None);
        await lanes.GiveBackAsync(first, reusable: true);
        var second = await lanes.TakeAsync(Configuration("2"), true, CancellationToken.None);
        Assert.Same(first, second);
        Assert.Equal("{\"Key\":\"2\"}", ((FakeGateway)second.Gateway).Configuration);
        await lanes.GiveBackAsync(second, reusable: true);
    }

    [Fact]
    public async Task A_gateway_in_trouble_is_given_to_nobody()
    {
        await using var lanes = new Lanes(new FakeLauncher());
        var first = await lanes.TakeAsync(Configuration("1"), true, CancellationToken.None);
        await lanes.GiveBackAsync(first, reusable: false);
        var second = await lanes.TakeAsync(Configuration("1"), true, CancellationToken.None);
        Assert.NotSame(first, second);
        await lanes.GiveBackAsync(second, reusable: true);
    }

    [Fact]
    public async Task A_configuration_that_is_refused_is_put_to_a_new_gateway()
    {
        await using var lanes = new Lanes(new FakeLauncher());
        var first = await lanes.TakeAsync(Configuration("1"), true, CancellationToken.None);
        await lanes.GiveBackAsync(first, reusable: true);
        await Assert.ThrowsAsync<GatewayRefusedException>(
            () => lanes.TakeAsync(Configuration("wrong"), true, CancellationToken.None));
        var second = await lanes.TakeAsync(Configuration("2"), true, CancellationToken.None);
        Assert.NotSame(first, second);
        await lanes.GiveBackAsync(second, reusable: true);
    }

    [Fact]
    public async Task A_gateway_whose_next_case_is_called_off_is_ended()
    {
        await using var lanes = new Lanes(new FakeLauncher());
        var first = await lanes.TakeAsync(Configuration("1"), true, CancellationToken.None);
        await lanes.GiveBackAsync(first, reusable: true);
        await Assert.ThrowsAsync<OperationCanceledException>(
            () => lanes.TakeAsync(Configuration("2"), true, new CancellationToken(canceled: true)));
        Assert.True(((FakeGateway)first.Gateway).IsEnded);
    }

    [Fact]
    public async Task A_port_that_refuses_connections_is_another_lane()
    {
        await using var lanes = new Lanes(new FakeLauncher());
        var first = await lanes.TakeAsync(Configuration("1"), true, CancellationToken.None);
        await lanes.GiveBackAsync(first, reusable: true);
        var deaf = await lanes.TakeAsync(Configuration("1"), false, CancellationToken.None);
        Assert.NotSame(first, deaf);
        await lanes.GiveBackAsync(deaf, reusable: true);
    }

    [Fact]
    public async Task A_lane_shows_only_what_was_logged_since_it_was_taken()
    {
        await using var lanes = new Lanes(new FakeLauncher());
        var lane = await lanes.TakeAsync(Configuration("1"), true, CancellationToken.None);
        Assert.Equal("started;", lane.Log);
        await lanes.GiveBackAsync(lane, reusable: true);
        Assert.Equal("reloaded;", (await lanes.TakeAsync(Configuration("1"), true, CancellationToken.None)).Log);
        await lanes.GiveBackAsync(lane, reusable: true);
    }

    private static GatewayConfiguration Configuration(string value) => new(new JsonObject { ["Key"] = value });

    private sealed class FakeLauncher : IGatewayLauncher
    {
        public Task<IGateway> StartAsync(string configuration, CancellationToken cancel) =>
            configuration.Contains("wrong", StringComparison.Ordinal)
                ? throw new GatewayRefusedException(2, "no")
                : Task.FromResult<IGateway>(new FakeGateway());
    }

    private sealed class FakeGateway : IGateway
    {
        public string? Configuration { get; private set; }

        public bool IsEnded { get; private set; }

        public IPEndPoint EndPoint { get; } = new(IPAddress.Loopback, 0);

        public string Log { get; private set; } = "started;";

        public Task EditAsync(string configuration, CancellationToken cancel) => Task.CompletedTask;

        public Task<string> ConfigurationAsync(CancellationToken cancel) => Task.FromResult("");

        public Task<bool> ReloadAsync(string configuration, CancellationToken cancel)
        {
            cancel.ThrowIfCancellationRequested();
            if (configuration.Contains("wrong", StringComparison.Ordinal))
                return Task.FromResult(false);
            Configuration = configuration;
            Log += "reloaded;";
            return Task.FromResult(true);
        }

        public Task<int> StopAsync(CancellationToken cancel) => Task.FromResult(0);

        public ValueTask DisposeAsync()
        {
            IsEnded = true;
            return ValueTask.CompletedTask;
        }
    }
}
