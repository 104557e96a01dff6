using System.Diagnostics;

namespace Benchmarks;

/// <summary>From starting the command to its saying that it listens: as built, and as `build pack` compiles it ahead.</summary>
internal static class StartToListening
{
    private const int Times = 15;

    public static async Task MeasureAsync()
    {
        var installed = Path.Combine(Programs.Root, "artifacts/pack/publish/Tool/release_linux-x64/smtpsim");
        if (File.Exists(installed))
            Figures.PrintBound("start to listening, the installed tool", await TimeAsync(installed), below: 150);
        else
            Console.WriteLine("start to listening: the installed tool is not measured, `./build pack` makes it");
        (await TimeAsync(Programs.Simulator)).Print("start to listening, not compiled ahead");
    }

    private static async Task<Figures> TimeAsync(string program)
    {
        var figures = new Figures();
        for (var i = 0; i <= Times; i++)
        {
            var start = new ProcessStartInfo(
                program, ["serve", Path.Combine(Programs.Root, "benchmarks/sink.smtp"), "--listen", "127.0.0.1:0"])
            {
                RedirectStandardOutput = true,
            };
            var began = Stopwatch.GetTimestamp();
            using var process = Process.Start(start)!;
            while (await process.StandardOutput.ReadLineAsync() is { } line
                && !line.StartsWith("ready ", StringComparison.Ordinal))
            {
            }
            // The first brings the files into memory.
            if (i > 0)
                figures.Add(Stopwatch.GetElapsedTime(began));
            process.Kill();
            await process.WaitForExitAsync();
        }
        return figures;
    }
}
