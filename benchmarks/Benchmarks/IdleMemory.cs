using System.Globalization;

namespace Benchmarks;

/// <summary>What an idle connection costs the scripted server in memory.</summary>
internal static class IdleMemory
{
    private const int Connections = 10_000;

    public static async Task MeasureAsync()
    {
        var rules = Path.Combine(Programs.Root, "benchmarks/sink.smtp");
        using var server = Peer.Start(Programs.Simulator, port => ["serve", rules, "--listen", $"127.0.0.1:{port}"]);
        await SoakAsync(server.Port, 10, "1s");
        var before = server.Memory;
        var soaking = SoakAsync(server.Port, Connections, "8s");
        var most = 0L;
        while (!soaking.IsCompleted)
        {
            most = Math.Max(most, server.Memory);
            await Task.WhenAny(soaking, Task.Delay(100));
        }
        await soaking;
        var each = (most - before) / 1024.0 / Connections;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{"memory of an idle connection, of 10,000",-42}{each:0.0} KiB above {before >> 20} MiB (asked below 16)"));
    }

    private static Task<Timed> SoakAsync(int port, int connections, string time) => Timed.RunAsync(
        $"{Programs.Simulator} soak --to 127.0.0.1:{port} --connections {connections} --opening 5000 --for {time} 2> /dev/null");
}
