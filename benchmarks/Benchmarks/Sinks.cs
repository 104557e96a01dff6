using System.Globalization;
using System.Text.Json;

namespace Benchmarks;

/// <summary>Messages a second that the scripted server takes, beside Postfix's smtp-sink and a bare sink in C.</summary>
internal static class Sinks
{
    private const int Runs = 5;
    private const string Rules = "benchmarks/sink.smtp";

    private static readonly (string Name, int Messages, double Asked, Func<int, int, string> Command)[] Loads =
    [
        ("4 KiB, smtp-source", 30_000, 1.5, (port, n) => Source(port, n, 4096, "-d")),
        ("4 KiB, smtpsim load", 40_000, 1.5, (port, n) => Load(port, n, 4096, "")),
        ("4 KiB, smtpsim load, pipelining", 40_000, 1.5, (port, n) => Load(port, n, 4096, "--pipelining")),
        ("4 KiB, one a connection, smtp-source", 10_000, 1.5, (port, n) => Source(port, n, 4096, "")),
        ("4 KiB, one a connection, smtpsim load", 10_000, 1.5, (port, n) => Load(port, n, 4096, "--per-message")),
        ("100 KiB, smtp-source", 4_000, 5, (port, n) => Source(port, n, 102_400, "-d")),
        ("100 KiB, smtpsim load", 6_000, 5, (port, n) => Load(port, n, 102_400, "")),
    ];

    // A client in C that costs less than either shows what they hide.
    private static readonly (string Name, int Messages, double Asked, Func<int, int, string> Command) ClientInC =
        ("4 KiB, a load client in C", 60_000, 1.5, (port, n) => $"{Tools.SmtpLoad} -p {port} -c 20 -n {n} -s 4096 > /dev/null");

    // What the load generator says of itself: its start is no message.
    private static readonly string Told = Path.Combine(Path.GetTempPath(), $"smtpsim-load-{Environment.ProcessId}.json");

    public static async Task MeasureAsync()
    {
        if (Tools.SmtpSink is null || Tools.SmtpSource is null)
        {
            Console.WriteLine("sinks: not measured, smtp-sink and smtp-source are not installed (apt: postfix)");
            return;
        }
        var statistics = Path.GetTempFileName();
        using var postfix = Peer.Start(Tools.SmtpSink, port => [.. AsRoot, $"127.0.0.1:{port}", "1000"]);
        using var ours = Peer.Start(
            Programs.Simulator, port => ["serve", Path.Combine(Programs.Root, Rules), "--listen", $"127.0.0.1:{port}"]);
        using var bare = Tools.CSink is { } csink ? Peer.Start(csink, port => [$"{port}", statistics]) : null;
        Console.WriteLine($"{"messages a second",-42}{"smtp-sink",11}{"smtpsim",9}{"C sink",9}{"ratio",7}");
        foreach (var (name, messages, asked, command) in Tools.SmtpLoad is null ? Loads : [.. Loads, ClientInC])
        {
            Peer?[] sinks = [postfix, ours, bare];
            var rates = sinks.Select(_ => new List<double>()).ToArray();
            for (var run = 0; run < Runs; run++)
            {
                for (var i = 0; i < sinks.Length; i++)
                {
                    if (sinks[i] is { } sink)
                        rates[i].Add(await RateAsync(command(sink.Port, messages), messages));
                }
            }
            Print(name, [.. rates.Select(Median)], asked);
        }
    }

    private static async Task<double> RateAsync(string command, int messages)
    {
        File.Delete(Told);
        var timed = await Timed.RunAsync(command);
        return File.Exists(Told)
            ? JsonDocument.Parse(await File.ReadAllTextAsync(Told)).RootElement.GetProperty("messagesPerSecond").GetDouble()
            : messages / timed.Wall;
    }

    /// <summary>The load generator, at a sink that is slower than it is.</summary>
    public static async Task MeasureLoadAsync()
    {
        const int Messages = 100_000;
        if (Tools.SmtpSink is null || Tools.SmtpSource is null)
            return;
        using var postfix = Peer.Start(Tools.SmtpSink, port => [.. AsRoot, $"127.0.0.1:{port}", "1000"]);
        List<Timed> source = [], load = [];
        for (var run = 0; run < Runs; run++)
        {
            source.Add(await Timed.RunAsync(Source(postfix.Port, Messages, 4096, "-d")));
            load.Add(await Timed.RunAsync(Load(postfix.Port, Messages, 4096, "")));
        }
        var (one, other) = (Messages / Median(source.Select(t => t.Wall)), Messages / Median(load.Select(t => t.Wall)));
        var processor = Median(load.Select(t => t.Processor)) / Median(source.Select(t => t.Processor));
        Console.WriteLine(Invariant(
            $"\n{"smtp-sink driven by",-42}smtp-source {one:N0}/s, smtpsim load {other:N0}/s: {other / one:0.00} (asked 1)"));
        Console.WriteLine(Invariant($"{"",-42}processor seconds of the loads: {processor:0.00} times (asked 2 at most)"));
    }

    private static string[] AsRoot => Environment.UserName == "root" ? ["-u", "nobody"] : [];

    private static string Source(int port, int messages, int size, string more) =>
        $"{Tools.SmtpSource} {more} -s 20 -l {size} -m {messages} -f s@client.example -t u@sink.example 127.0.0.1:{port}";

    private static string Load(int port, int messages, int size, string more) =>
        $"{Programs.Simulator} load --to 127.0.0.1:{port} --messages {messages} --size {size} --json {Told} {more} 2> /dev/null";

    private static void Print(string name, double[] medians, double asked) => Console.WriteLine(Invariant(
        $"{name,-42}{medians[0],11:N0}{medians[1],9:N0}{medians[2],9:N0}{medians[1] / medians[0],7:0.00} (asked {asked})"));

    private static double Median(IEnumerable<double> figures) =>
        figures.Order().ToList() is { Count: > 0 } sorted ? sorted[sorted.Count / 2] : double.NaN;

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
