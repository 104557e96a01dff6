using System.Globalization;

namespace Benchmarks;

/// <summary>A hundred thousand messages that wait: what it takes to see them, to start on them, and to hold them.</summary>
/// <remarks>Needs BENCH_TOOLS with `smtpload` and `csink`.</remarks>
internal static class QueuedMail
{
    private const int Messages = 100_000;

    public static async Task MeasureAsync()
    {
        if (Tools.CSink is null || Tools.SmtpLoad is null)
        {
            Console.WriteLine("queued: not measured, there is no csink or smtpload in BENCH_TOOLS");
            return;
        }
        var home = Directory.CreateTempSubdirectory("smtpgate-bench-");
        string config;
        // Nobody is there who would take it. Disposed of it is killed.
        using (var gateway = KeptMail.Gateway(home.FullName, KeptMail.SinkPort))
        {
            config = BenchedGateway.ConfigOf(gateway.Port);
            await Timed.RunAsync($"{Tools.SmtpLoad} -p {gateway.Port} -n {Messages} -t x%ld@example.test -c 20 -s 4096");
            await PrintListAsync("queue list, of a gateway that runs", config);
        }
        await PrintListAsync("queue list, of one that does not", config);
        await Timed.RunAsync($"{Programs.Gateway} queue retry --all --config {config}");
        await DeliverAsync(home.FullName);
        home.Delete(recursive: true);
    }

    private static async Task PrintListAsync(string what, string config)
    {
        var took = await Timed.RunAsync($"{Programs.Gateway} queue list --config {config}");
        Print(what, $"{took.Wall:0.00} s");
    }

    private static async Task DeliverAsync(string home)
    {
        var told = Path.GetTempFileName();
        using var host = Peer.StartOn(Tools.CSink!, KeptMail.SinkPort, [$"{KeptMail.SinkPort}", told]);
        var sink = new SinkFigures(told);
        var began = DateTimeOffset.UtcNow;
        using var gateway = KeptMail.Gateway(home, KeptMail.SinkPort);
        var (most, all) = (0L, sink.WaitAsync(Messages));
        while (!all.IsCompleted)
        {
            most = Math.Max(most, gateway.Memory);
            await Task.WhenAny(all, Task.Delay(20));
        }
        var (messages, first, last) = sink.Read();
        var start = began.ToUnixTimeMilliseconds() / 1000.0;
        Print("from the start to the first delivery", $"{first - start:0.0} s (asked below 5)");
        Print("to the last", $"{last - start:0.0} s, messages {messages}");
        Print("memory at its highest", $"{most / 1e6:0} MB (asked below 400)");
    }

    private static void Print(string what, FormattableString figure) =>
        Console.WriteLine($"{Messages:N0} messages: {what,-40} {figure.ToString(CultureInfo.InvariantCulture)}");
}
