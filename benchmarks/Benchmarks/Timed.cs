using System.Diagnostics;
using System.Globalization;

namespace Benchmarks;

/// <summary>What a command took.</summary>
/// <param name="Wall">Seconds from its start to its end.</param>
/// <param name="Processor">Seconds of all processors, its children's included.</param>
internal sealed record Timed(double Wall, double Processor)
{
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static async Task<Timed> RunAsync(string command)
    {
        // The shell knows what its children took; the runtime does not.
        var start = new ProcessStartInfo("bash", ["-c", $"TIMEFORMAT='TIMED %R %U %S'; time {command} > /dev/null"])
        {
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var said = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{command}: {said}");
        var figures = said.TrimEnd().Split('\n')[^1].Split(' ').Skip(1)
            .Select(f => double.Parse(f, CultureInfo.InvariantCulture)).ToArray();
        return new Timed(figures[0], figures[1] + figures[2]);
    }
}
