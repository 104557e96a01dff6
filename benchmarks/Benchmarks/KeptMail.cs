using System.Globalization;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Benchmarks;

/// <summary>Messages a second that the gateway keeps and brings on their way, beside whoever is named in BENCH_PEERS.</summary>
/// <remarks>
/// Needs BENCH_TOOLS with `smtpload` and `csink`. BENCH_PEERS="postfix=2601": servers that relay example.test to
/// 127.0.0.1:3903. BENCH_SECONDS says how long a run takes, BENCH_ROUNDS how many there are of each.
/// </remarks>
internal static class KeptMail
{
    public const int SinkPort = 3903;

    private static readonly int Seconds = Number("BENCH_SECONDS", 60);
    private static readonly int Rounds = Number("BENCH_ROUNDS", 5);

    private static readonly (string Name, string Terms)[] Loads =
    [
        ("4 KiB, 20 sessions", "-c 20 -s 4096"),
        ("4 KiB, one a connection", "-c 20 -s 4096 -k 1"),
        ("100 KiB, 20 sessions", "-c 20 -s 102400"),
    ];

    public static async Task MeasureAsync()
    {
        if (Tools.CSink is null || Tools.SmtpLoad is null)
        {
            Console.WriteLine("kept: not measured, there is no csink or smtpload in BENCH_TOOLS");
            return;
        }
        var told = Path.GetTempFileName();
        using var sink = Peer.StartOn(Tools.CSink, SinkPort, [$"{SinkPort}", told]);
        var home = Directory.CreateTempSubdirectory("smtpgate-bench-");
        using var gateway = Gateway(home.FullName, SinkPort);
        Console.WriteLine($"{"messages a second",-26}{"server",-10}{"accepted",10}{"delivered",10}{"p99 ms",9}{"CPU s/10,000",14}");
        List<(string Name, int Port)> servers = [("smtpgate", gateway.Port), .. Peers().Where(Listens)];
        foreach (var load in Loads)
            await CompareAsync(load, servers, new SinkFigures(told), gateway);
        home.Delete(recursive: true);
    }

    public static Peer Gateway(string home, int sink, Action<JsonObject>? change = null) => BenchedGateway.Start(settings =>
    {
        settings["HomeDirectory"] = home;
        settings["Delivery"] = new JsonObject { ["Mode"] = "queue", ["Address"] = "127.0.0.1", ["Port"] = sink, ["Tls"] = "none" };
        settings["Limits"]!["SessionKilobytes"] = "none";
        change?.Invoke(settings);
    });

    private static async Task CompareAsync(
        (string Name, string Terms) load, List<(string Name, int Port)> servers, SinkFigures sink, Peer gateway)
    {
        var runs = servers.Select(_ => new List<Run>()).ToList();
        for (var round = 0; round < Rounds; round++)
        {
            for (var i = 0; i < servers.Count; i++)
                runs[i].Add(await RunAsync(servers[i].Port, load.Terms, sink, gateway));
        }
        var medians = runs.Select(Median).ToList();
        for (var i = 0; i < servers.Count; i++)
        {
            var (own, one) = (medians[0], medians[i]);
            var cpu = i == 0 ? Invariant($"{own.Processor,14:0.00}") : "";
            var ratio = i == 0 ? "" : Invariant($"  smtpgate {own.Accepted / one.Accepted:0.0} and {own.Delivered / one.Delivered:0.0} times");
            Console.WriteLine(
                Invariant($"{load.Name,-26}{servers[i].Name,-10}{one.Accepted,10:N0}{one.Delivered,10:N0}{one.Late,9:0.0}{cpu}{ratio}"));
        }
    }

    private static async Task<Run> RunAsync(int port, string terms, SinkFigures sink, Peer gateway)
    {
        var (before, processor) = (sink.Read().Messages, gateway.Processor);
        var told = Path.GetTempFileName();
        await Timed.RunAsync($"{Tools.SmtpLoad} -p {port} -n 100000000 -T {Seconds} -t x%ld@example.test {terms} | tee {told}");
        var said = JsonDocument.Parse(await File.ReadAllTextAsync(told)).RootElement;
        File.Delete(told);
        var (taken, began) = (said.GetProperty("ok").GetInt64(), said.GetProperty("start").GetDouble());
        await sink.WaitAsync(before + taken);
        var (messages, _, last) = sink.Read();
        return new Run(
            said.GetProperty("per_s").GetDouble(), (messages - before) / (last - began), said.GetProperty("p99_ms").GetDouble(),
            (gateway.Processor - processor).TotalSeconds * 10_000 / taken);
    }

    private static Run Median(List<Run> runs) => new(
        Middle(runs, r => r.Accepted), Middle(runs, r => r.Delivered), Middle(runs, r => r.Late), Middle(runs, r => r.Processor));

    private static double Middle(List<Run> runs, Func<Run, double> figure) => runs.Select(figure).Order().ElementAt(runs.Count / 2);

    private static IEnumerable<(string Name, int Port)> Peers() =>
        from peer in (Environment.GetEnvironmentVariable("BENCH_PEERS") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries)
        let parts = peer.Split('=')
        select (parts[0], int.Parse(parts[1], CultureInfo.InvariantCulture));

    private static bool Listens((string Name, int Port) peer)
    {
        try
        {
            using var client = new TcpClient("127.0.0.1", peer.Port);
            return true;
        }
        catch (SocketException)
        {
            Console.WriteLine($"{peer.Name} does not listen at port {peer.Port}: it is left out");
            return false;
        }
    }

    private static int Number(string name, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), out var number) ? number : usual;

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed record Run(double Accepted, double Delivered, double Late, double Processor);
}
