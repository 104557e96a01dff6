using SmtpSim.Conformance;
using Spectre.Console;

namespace SmtpSim.Commands;

/// <summary>A progress bar while cases run; nothing where the output is no terminal.</summary>
internal static class Progressing
{
    public static Task<RunResult> ShowAsync(int cases, Func<Action<CaseResult>, Task<RunResult>> run) =>
        Console.IsOutputRedirected
            ? run(_ => { })
            : AnsiConsole.Progress().AutoClear(true).StartAsync(async progress =>
            {
                var bar = progress.AddTask("cases", maxValue: cases);
                return await run(result =>
                {
                    bar.Increment(1);
                    bar.Description = Markup.Escape(Short(result.Scenario.Name));
                });
            });

    private static string Short(string name) => name.Length > 40 ? name[..39] + "…" : name.PadRight(40);
}
