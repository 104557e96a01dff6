using System.Diagnostics;
using System.Net;

namespace Benchmarks;

/// <summary>What the recording proxy adds to a round trip.</summary>
internal static class RecordingProxyDelay
{
    private const int RoundTrips = 3_000;
    private const int WarmUp = 500;

    public static async Task MeasureAsync()
    {
        var folder = Directory.CreateTempSubdirectory("smtpsim-bench-");
        var rules = Path.Combine(Programs.Root, "benchmarks/sink.smtp");
        using var server = Peer.Start(Programs.Simulator, port => ["serve", rules, "--listen", $"127.0.0.1:{port}"]);
        using var proxy = Peer.Start(
            Programs.Simulator,
            port => ["record", "--listen", $"127.0.0.1:{port}", "--to", $"127.0.0.1:{server.Port}", "--into", folder.FullName]);
        using var direct = await BareClient.ConnectAsync(new IPEndPoint(IPAddress.Loopback, server.Port));
        using var recorded = await BareClient.ConnectAsync(new IPEndPoint(IPAddress.Loopback, proxy.Port));
        Figures with = new(), without = new();
        for (var i = 0; i < RoundTrips + WarmUp; i++)
        {
            await AskAsync(recorded, i < WarmUp ? new Figures() : with);
            await AskAsync(direct, i < WarmUp ? new Figures() : without);
        }
        with.Print("a round trip through the recording proxy");
        without.Print("a round trip without it");
        Figures.PrintDifference("recording adds", with, without, below: 0.2);
        folder.Delete(recursive: true);
    }

    private static async Task AskAsync(BareClient client, Figures figures)
    {
        var began = Stopwatch.GetTimestamp();
        await client.AskAsync("NOOP");
        figures.Add(Stopwatch.GetElapsedTime(began));
    }
}
