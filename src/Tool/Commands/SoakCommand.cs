using System.CommandLine;
using System.Globalization;
using SmtpSim.Loading;
using SmtpSim.Transcripts;
using SmtpSim.Wire;

namespace SmtpSim.Commands;

/// <summary><c>smtpsim soak --to HOST:PORT</c>: holds many idle or slow connections, and tells when and how they end.</summary>
internal static class SoakCommand
{
    private static readonly Option<string> To
        = new("--to") { Description = "HOST:PORT of the server", Required = true };
    private static readonly Option<int> Connections = OptionOf.Value("--connections", "How many are held", 1000);
    private static readonly Option<int> Opening = OptionOf.Value("--opening", "How many are opened a second", 1000);
    private static readonly Option<string> For = OptionOf.Value(
        "--for", "How long they are held once all are open", "60s");
    private static readonly Option<string> Habit = OptionOf.Value(
        "--habit", "idle, noop, or drip: an octet of a message at a time", "idle");
    private static readonly Option<string> Every = OptionOf.Value(
        "--every", "How often each says something, unless idle", "10s");
    private static readonly Option<string> Tls = OptionOf.Value(
        "--tls", "none, starttls or implicit; certificates are not looked at", "none");
    private static readonly Option<string> Within = OptionOf.Value(
        "--within", "How long the greeting and the reply to EHLO may take", "30s");

    public static Command Create()
    {
        var command = new Command("soak", "Hold many idle or slow connections")
        {
            To, Connections, Opening, For, Habit, Every, Tls, Within,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancel)
    {
        EngineThreads.UseOne();
        var plan = new SoakPlan(
            await Addresses.ResolveAsync(parsed.GetValue(To)!, cancel),
            OpenFiles.For(
                "--connections", Bounds.Between("--connections", parsed.GetValue(Connections), 1, LoadPlan.MostConnections)),
            Bounds.Between("--opening", parsed.GetValue(Opening), 1, 100_000),
            Bounds.Time("--for", parsed.GetValue(For)!),
            Bounds.OneOf<SoakHabit>("--habit", parsed.GetValue(Habit)!),
            Bounds.Time("--every", parsed.GetValue(Every)!),
            Bounds.Time("--within", parsed.GetValue(Within)!))
        {
            Tls = Bounds.OneOf<LoadTls>("--tls", parsed.GetValue(Tls)!),
        };
        using var run = new SoakRun(plan, TimeProvider.System);
        var result = await run.RunAsync((open, lost) => Console.Error.WriteLine($"{open,8} open {lost,8} lost"), cancel);
        if (result.Opened == 0 && !cancel.IsCancellationRequested)
            throw new UnreachableException(
                $"{plan.Target}: {result.Lost.Keys.FirstOrDefault() ?? "stopped before the first reply"}");
        var until = cancel.IsCancellationRequested ? "until it was told to stop" : "to the end";
        Console.WriteLine($"{result.Opened} of {result.Asked} connections opened, {result.Held} held {until}");
        foreach (var (last, loss) in result.Lost.OrderByDescending(l => l.Value.Count))
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{loss.Count,8} lost after {Durations.Show(loss.First)} to {Durations.Show(loss.Last)}: {last}"));
        return ExitCodes.Of(result.IsGood ? ExitCodes.Fine : ExitCodes.Failure, cancel);
    }
}
