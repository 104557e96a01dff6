using System.Net;
using System.Text.Json.Nodes;
using SmtpSim.Conformance;

namespace SmtpSim.Tests.Conformance;

public sealed class LanesTests
{
    [Fact]
    public async Task A_lane_that_ended_well_is_given_to_the_next_case_of_its_configuration()
    {
        await using var lanes = new Lanes(new CountingLauncher());
        var first = await lanes.TakeAsync(Configuration("1"), true, CancellationToken.None);
        await lanes.GiveBackAsync(first, reusable: true);
        Assert.Same(first, await lanes.TakeAsync(Configuration("1"), true, CancellationToken.None));
        await lanes.GiveBackAsync(first, reusable: true);
    }

    [Fact]
    public async Task Another_configuration_or_a_lane_in_trouble_is_never_shared()
    {
        await using var lanes = new Lanes(new CountingLauncher());
        var first = await lanes.TakeAsync(Configuration("1"), true, CancellationToken.None);
        await lanes.GiveBackAsync(first, reusable: true);
        var other = await lanes.TakeAsync(Configuration("2"), true, CancellationToken.None);
        Assert.NotSame(first, other);
        await lanes.GiveBackAsync(other, reusable: false);
        var third = await lanes.TakeAsync(Configuration("2"), true, CancellationToken.None);
        Assert.NotSame(other, third);
        await lanes.GiveBackAsync(third, reusable: false);
    }

    [Fact]
    public async Task A_lane_shows_only_what_was_logged_since_it_was_taken()
    {
        await using var lanes = new Lanes(new CountingLauncher());
        var lane = await lanes.TakeAsync(Configuration("1"), true, CancellationToken.None);
        Assert.Equal("started", lane.Log);
        await lanes.GiveBackAsync(lane, reusable: true);
        Assert.Equal("", (await lanes.TakeAsync(Configuration("1"), true, CancellationToken.None)).Log);
        await lanes.GiveBackAsync(lane, reusable: true);
    }

    private static GatewayConfiguration Configuration(string value) => new(new JsonObject { ["Key"] = value });

    private sealed class CountingLauncher : IGatewayLauncher
    {
        public Task<IGateway> StartAsync(string configuration, CancellationToken cancel) =>
            Task.FromResult<IGateway>(new NoGateway());
    }

    private sealed class NoGateway : IGateway
    {
        public IPEndPoint EndPoint { get; } = new(IPAddress.Loopback, 0);

        public string Log => "started";

        public Task<int> StopAsync(CancellationToken cancel) => Task.FromResult(0);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
