using System.Globalization;
using System.Text.Json.Nodes;

namespace Benchmarks;

/// <summary>What an idle connection costs a server in memory: the simulator's, the gateway's, and the gateway's behind TLS.</summary>
internal static class IdleMemory
{
    private const int Connections = 10_000;

    public static async Task MeasureSimulatorAsync()
    {
        var rules = Path.Combine(Programs.Root, "benchmarks/sink.smtp");
        using var server = Peer.Start(Programs.Simulator, port => ["serve", rules, "--listen", $"127.0.0.1:{port}"]);
        await MeasureAsync("an idle connection, the simulator", server, "none", 16);
    }

    public static async Task MeasureGatewayAsync()
    {
        using (var server = BenchedGateway.Start(_ => { }))
            await MeasureAsync("an idle connection, the gateway", server, "none", 24);
        using (var server = BenchedGateway.Start(settings => settings["Tls"] = new JsonObject()))
            await MeasureAsync("an idle connection, the gateway, TLS", server, "starttls", 64);
    }

    private static async Task MeasureAsync(string what, Peer server, string tls, int asked)
    {
        await SoakAsync(server.Port, 10, tls, "1s");
        var before = server.Memory;
        var soaking = SoakAsync(server.Port, Connections, tls, "20s");
        var (most, last) = (0L, 0L);
        while (!soaking.IsCompleted)
        {
            (most, last) = (Math.Max(most, server.Memory), server.Memory);
            await Task.WhenAny(soaking, Task.Delay(100));
        }
        await soaking;
        var each = (most - before) / 1024.0 / Connections;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{what,-42}{each:0.0} KiB at most, of 10,000, above {before >> 20} MiB (asked below {asked})"));
    }

    private static Task<Timed> SoakAsync(int port, int connections, string tls, string time) => Timed.RunAsync(
        $"{Programs.Simulator} soak --to 127.0.0.1:{port} --connections {connections} --tls {tls} "
        + $"--opening {(tls == "none" ? 5000 : 500)} --for {time} 2> /dev/null");
}
