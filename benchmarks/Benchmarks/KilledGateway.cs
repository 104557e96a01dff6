using System.Globalization;

namespace Benchmarks;

/// <summary>Acknowledged and lost, or delivered twice, when the gateway is killed again and again under load.</summary>
internal static class KilledGateway
{
    // A round: the start, some load, the end.
    private static readonly int Rounds = int.Parse(
        Environment.GetEnvironmentVariable("BENCH_ROUNDS") ?? "200", CultureInfo.InvariantCulture);

    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(2);

    public static async Task MeasureAsync()
    {
        var home = Directory.CreateTempSubdirectory("smtpgate-bench-");
        using var sink = new MarkingSink();
        var load = new MarkedLoad();
        for (var round = 0; round < Rounds; round++)
        {
            Task loading;
            // Disposed of it is killed, with SIGKILL and whatever it is doing.
            using (var gateway = KeptMail.Gateway(home.FullName, sink.Port))
            {
                loading = load.RunAsync(gateway.Port, CancellationToken.None);
                await Task.Delay(Random.Shared.Next(300, 4000));
            }
            await loading;
        }
        using (KeptMail.Gateway(home.FullName, sink.Port))
            await QuietAsync(sink);
        home.Delete(recursive: true);
        Print(
            $"killed {Rounds} times under load", load.Acknowledged.Count,
            load.Acknowledged.Keys.Count(m => !sink.Had.ContainsKey(m)), sink.Had.Count(h => h.Value > 1));
    }

    /// <summary>Until nothing has come for a while.</summary>
    public static async Task QuietAsync(MarkingSink sink)
    {
        var before = -1;
        while (before != (before = sink.Had.Values.Sum()))
            await Task.Delay(Quiet);
    }

    public static void Print(string what, int acknowledged, int lost, int twice)
    {
        var part = string.Create(CultureInfo.InvariantCulture, $"{100.0 * twice / acknowledged:0.00} %");
        Console.WriteLine($"{what}: {acknowledged} acknowledged, {lost} lost, {twice} delivered twice ({part})");
    }
}
