using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Benchmarks;

/// <summary>Recipients a second that the gateway puts to an internal server, beside whoever is named in BENCH_PEERS.</summary>
/// <remarks>
/// Needs BENCH_TOOLS with `smtpload` and `csink`. BENCH_PEERS="haraka=2605 warm:postfix=2603": servers that verify at
/// 127.0.0.1:3902; of those that poll, and take seconds for whom they do not know, only the warm figure.
/// </remarks>
internal static class VerifiedRecipients
{
    private const int Runs = 5;

    // The warm figure is compared with one that is nearly the same: many short runs in turns tell them apart.
    private const int WarmRuns = 60;
    private const int InternalPort = 3902;
    private const string Warm = "warm:";

    private static readonly (string Name, int Recipients, string Terms, bool IsWarm)[] Loads =
    [
        ("cold, 20 sessions, one at a time", 20_000, "-c 20 -R 50 -W 1", false),
        ("cold, 20 sessions, pipelined by ten", 20_000, "-c 20 -R 50 -W 10", false),
        ("cold, one session", 4_000, "-c 1 -R 50 -W 1", false),
        ("warm, 20 sessions, one at a time", 20_000, "-c 20 -R 50 -W 1 -u 1000", true),
    ];

    // Nobody has been asked about these before, in an earlier run either.
    private static int _offset = Random.Shared.Next(1_000_000_000);

    public static Task MeasureColdAsync() => MeasureAsync(l => !l.IsWarm);

    public static Task MeasureWarmAsync() => MeasureAsync(l => l.IsWarm);

    private static async Task MeasureAsync(Func<(string, int, string, bool IsWarm), bool> which)
    {
        if (Tools.CSink is null || Tools.SmtpLoad is null)
        {
            Console.WriteLine("recipients: not measured, there is no csink or smtpload in BENCH_TOOLS");
            return;
        }
        using var sink = Peer.StartOn(Tools.CSink, InternalPort, [$"{InternalPort}", Path.GetTempFileName()]);
        using var cold = Gateway("""{ "Connections": 4 }""");
        using var warm = Gateway("""{ "Connections": 4, "PositiveSeconds": 3600, "CacheEntries": 1000000 }""");
        using var none = Gateway(null);
        Console.WriteLine($"{"recipients a second (median latency, ms)",-42}{"verified",18}{"not verified",18}{"part",8}  peers");
        foreach (var load in Loads.Where(which))
            await CompareAsync(load, [("", (load.IsWarm ? warm : cold).Port), ("", none.Port), .. Peers(load.IsWarm)]);
    }

    private static async Task CompareAsync(
        (string Name, int Recipients, string Terms, bool IsWarm) load, List<(string Name, int Port)> servers)
    {
        var figures = servers.Select(_ => new List<(double Rate, double Middle)>()).ToList();
        var order = Enumerable.Range(0, servers.Count).ToList();
        // Each is warm before it counts.
        for (var run = 0; run <= (load.IsWarm ? WarmRuns : Runs); run++)
        {
            foreach (var i in order)
            {
                var recipients = i < 2 ? load.Recipients : load.Recipients / 10;
                var figure = await LoadAsync(servers[i].Port, recipients, load.Terms, load.IsWarm);
                (run == 0 ? [] : figures[i]).Add(figure);
            }
            // Forth and back: what one leaves behind is not always the same one's burden.
            order.Reverse();
        }
        Print(load.Name, servers, figures);
    }

    private static async Task<(double Rate, double Middle)> LoadAsync(int port, int recipients, string terms, bool isWarm)
    {
        var offset = isWarm ? 0 : _offset += 1_000_000;
        var told = Path.GetTempFileName();
        await Timed.RunAsync($"{Tools.SmtpLoad} -p {port} -n {recipients} {terms} -o {offset} | tee {told}");
        var said = JsonDocument.Parse(await File.ReadAllTextAsync(told)).RootElement;
        File.Delete(told);
        return (said.GetProperty("per_s").GetDouble(), said.GetProperty("p50_ms").GetDouble());
    }

    private static void Print(
        string name, List<(string Name, int Port)> ports, List<List<(double Rate, double Middle)>> figures)
    {
        var medians = figures.Select(f => (Rate: Median(f.Select(x => x.Rate)), Middle: Median(f.Select(x => x.Middle)))).ToList();
        var cells = medians.Take(2).Select(m => Invariant($"{m.Rate,10:N0} ({m.Middle:0.00})").PadLeft(18));
        var peers = ports.Zip(medians).Skip(2)
            .Select(p => Invariant($"{p.First.Name} {p.Second.Rate:N0} ({p.Second.Middle:0.00}), ratio {medians[0].Rate / p.Second.Rate:0.0}"));
        var part = Median(figures[0].Zip(figures[1], (verified, not) => verified.Rate / not.Rate));
        Console.WriteLine($"{name,-42}{string.Concat(cells)}{Invariant($"{part:0.000}"),8}  {string.Join("; ", peers)}");
    }

    private static IEnumerable<(string Name, int Port)> Peers(bool isWarm) =>
        from peer in (Environment.GetEnvironmentVariable("BENCH_PEERS") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries)
        where isWarm || !peer.StartsWith(Warm, StringComparison.Ordinal)
        let parts = peer.Replace(Warm, "", StringComparison.Ordinal).Split('=')
        select (parts[0], int.Parse(parts[1], CultureInfo.InvariantCulture));

    private static Peer Gateway(string? more) => BenchedGateway.Start(settings =>
    {
        if (more is not null)
            settings["Sinks"] = new JsonArray(Sink(JsonNode.Parse(more)!.AsObject()));
    });

    private static JsonObject Sink(JsonObject more)
    {
        var settings = new JsonObject { ["0"] = "127.0.0.1", ["65553"] = InternalPort, ["65560"] = new JsonArray() };
        foreach (var (key, value) in more)
            settings[key] = value?.DeepClone();
        return new JsonObject { ["Sink"] = "RcptProxy", ["Settings"] = settings };
    }

    private static double Median(IEnumerable<double> figures) => figures.Order().ToList() is var sorted ? sorted[sorted.Count / 2] : 0;

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
