using System.Diagnostics;

namespace Benchmarks;

/// <summary>All of the specifications, by the command that people type.</summary>
internal static class WholeRun
{
    private const int Times = 5;

    public static async Task MeasureAsync()
    {
        var figures = new Figures();
        var last = "";
        for (var i = 0; i < Times; i++)
        {
            var start = new ProcessStartInfo(Programs.Simulator, ["check", "--specs", Programs.Specs, "--gateway", Programs.Gateway])
            {
                RedirectStandardOutput = true,
            };
            var began = Stopwatch.GetTimestamp();
            using var check = Process.Start(start)!;
            var said = await check.StandardOutput.ReadToEndAsync();
            await check.WaitForExitAsync();
            figures.Add(Stopwatch.GetElapsedTime(began));
            last = said.TrimEnd().Split('\n')[^1];
            if (check.ExitCode != 0)
                throw new InvalidOperationException(said);
        }
        Console.WriteLine(last);
        Figures.PrintBound("smtpsim check, all of specs/", figures, below: 20_000);
    }
}
