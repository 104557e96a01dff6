using System.CommandLine;
using System.Net.Sockets;
using SmtpSim.Comparing;
using SmtpSim.Playing;
using SmtpSim.Serving;
using SmtpSim.Wire;

namespace SmtpSim.Commands;

/// <summary><c>smtpsim serve FILE</c>: a fake server that plays a transcript's server side until Ctrl-C.</summary>
internal static class ServeCommand
{
    private static readonly Argument<string> File = new("file") { Description = "The transcript" };
    private static readonly Option<string[]> Set = new("--set") { Description = "NAME=VALUE for {{NAME}} in the script" };

    private static readonly Option<string> Listen = new("--listen")
    {
        Description = "Where to listen; port 0 lets the system choose",
        DefaultValueFactory = _ => "127.0.0.1:2525",
    };

    private static readonly Option<int?> Seed = new("--seed")
    {
        Description = "What chances are drawn from; a random one, printed, if a rule needs it and none is given",
    };

    private static readonly Option<bool> Explain = new("--explain")
    {
        Description = "Note, for each command that no rule answered, which rules nearly did",
    };

    private static readonly Option<bool> Quiet = new("--quiet")
    {
        Description = "At a terminal: show what was said at the end only, not as it happens",
    };

    // A log of more is read in an editor; `record` and `control` write and show whole sessions.
    private const int MostLines = 1_000;
    private const int MostFailures = 10;

    public static Command Create()
    {
        var command = new Command("serve", "Play the server's side of a transcript to whoever connects")
        {
            File, Listen, Set, Seed, Explain, Quiet, TlsOptions.Authority, TlsOptions.KeyLog,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancel)
    {
        EngineThreads.UseOne();
        var file = parsed.GetValue(File)!;
        var source = TranscriptSource.Load(file);
        var at = await Addresses.ResolveAsync(parsed.GetValue(Listen)!, cancel);
        // A person at a telnet prompt takes longer than any test.
        var seed = parsed.GetValue(Seed) ?? Random.Shared.Next();
        var patient = TlsOptions.Apply(parsed, WalkOptions.Default with { CaseLimit = TimeSpan.FromHours(1), Seed = seed }) with
        {
            Explains = parsed.GetValue(Explain),
        };
        try
        {
            await using var server = FakeServer.Start(source, at, Values.Parse(parsed.GetValue(Set) ?? []), patient);
            Console.WriteLine($"ready {server.EndPoint}");
            if (server.Rules?.Rules.Any(r => r.Seed is not null) ?? false)
                Console.WriteLine($"seed {seed}");
            await ShowAsync(server, !parsed.GetValue(Quiet) && !Console.IsOutputRedirected, cancel);
            return Judge(server, file);
        }
        catch (SocketException taken)
        {
            throw Addresses.Taken(at, "--listen", taken);
        }
    }

    private static int Judge(FakeServer server, string file)
    {
        var failed = server.Outcomes.Select(o => o.Mismatch).OfType<Mismatch>();
        foreach (var line in failed.Take(MostFailures).SelectMany(m => SideBySide.Mismatched(m, file)))
            Console.WriteLine(line);
        // Rules expect nobody; lines in order that were never said show nothing.
        var isUnplayed = server is { Rules: null, Outcomes.Count: 0 };
        if (isUnplayed)
            Console.WriteLine($"{file}: nobody has played this to its end");
        return isUnplayed || server.Outcomes.Any(o => o.End == End.Failed) ? ExitCodes.Failure : ExitCodes.Fine;
    }

    // Somebody at a terminal wants to see it now; a file is read when all is over.
    private static async Task ShowAsync(FakeServer server, bool live, CancellationToken cancel)
    {
        if (live)
        {
            await Live.ShowAsync(server, Console.Out, cancel);
            return;
        }
        await Waiting.ForCancelAsync(cancel);
        foreach (var line in SideBySide.Said(server.Log, MostLines))
            Console.WriteLine(line);
    }
}
