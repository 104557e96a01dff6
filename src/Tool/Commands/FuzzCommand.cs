using System.CommandLine;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using SmtpSim.Mutating;
using SmtpSim.Playing;
using SmtpSim.Serving;
using SmtpSim.Transcripts;

namespace SmtpSim.Commands;

/// <summary><c>smtpsim fuzz FILE… --to HOST:PORT</c>: says spoilt transcripts and watches how the server takes them.</summary>
internal static class FuzzCommand
{
    private static readonly Argument<string[]> Files = new("files")
    {
        Description = "Transcripts that the server goes along with",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<string> To = new("--to") { Description = "HOST:PORT of the server", Required = true };
    private static readonly Option<int?> Seed = new("--seed")
    {
        Description = "What mutants are made from; printed in any case",
    };
    private static readonly Option<long> First = OptionOf.Value("--first", "The number of the first mutant", 1L);
    private static readonly Option<long?> Count = new("--count") { Description = "How many mutants; else see --for" };

    private static readonly Option<string> For = OptionOf.Value(
        "--for", "How long, like 30s or 8h; 'ever' for no end", "60s");

    private static readonly Option<string> Into = OptionOf.Value("--into", "Folder for what is found", ".");
    private static readonly Option<string> Within = OptionOf.Value("--within", "How long a reply may take", "5s");
    private static readonly Option<int> Storm = OptionOf.Value("--storm", "So many refusals in one session are a storm", 1000);
    private static readonly Option<int> Finds = OptionOf.Value("--finds", "So many different finds end it", 10);
    private static readonly Option<string[]> Set = new("--set") { Description = "NAME=VALUE for {{NAME}} in the scripts" };

    private static readonly Option<string?> NextHop = new("--next-hop")
    {
        Description = "ADDRESS:PORT to take the mail that the server passes on, and count it",
    };

    private static readonly Option<string?> Start = new("--start")
    {
        Description = "A shell command that starts the server, and starts it again where it has ended",
    };

    // Servers written for large machines take a while.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // Longer than a server takes between two replies that it gives at once.
    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(50);

    public static Command Create()
    {
        var command = new Command("fuzz", "Say spoilt transcripts to a server, and make small what it stumbles over")
        {
            Files, To, Seed, First, Count, For, Into, Within, Storm, Finds, Set, NextHop, Start,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static TrialTerms Terms(ParseResult parsed, System.Net.EndPoint target)
    {
        var within = Bounds.Time("--within", parsed.GetValue(Within)!);
        var storm = Bounds.Between("--storm", parsed.GetValue(Storm), 1, 1_000_000);
        return new TrialTerms(target, within, storm, TimeProvider.System)
        {
            Settle = within / 2 < Settle ? within / 2 : Settle,
        };
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancel)
    {
        var target = await Addresses.ResolveAsync(parsed.GetValue(To)!, cancel);
        var plan = Plan(parsed);
        var folder = Commands.Files.WritableFolder(parsed.GetValue(Into)!);
        var terms = Terms(parsed, target);
        await using var nextHop = parsed.GetValue(NextHop) is { } at
            ? Listening(await Addresses.ResolveAsync(at, cancel))
            : null;
        await using var started = parsed.GetValue(Start) is { } command
            ? new StartedTarget(command, target, Patience, TimeProvider.System)
            : null;
        if (started is not null)
            await StartAsync(started, cancel);
        var seeds = await SeedsAsync(parsed, target, cancel);
        Console.WriteLine($"seed {plan.Seed}, {seeds.Count} transcripts");
        nextHop?.Mail.Clear();
        var run = new FuzzRun(terms, nextHop?.Mail, started is null ? null : started.StartAsync);
        var result = await FuzzAsync(run, new Mutator(seeds, plan.Seed), plan, folder, target, cancel);
        if (result.Gone is { } why)
            await Console.Error.WriteLineAsync($"--start: {why}; go on with --first {plan.First + result.Tried}");
        Console.WriteLine($"{result.Tried} mutants, {result.Finds.Count} different finds");
        return result.Finds.Count > 0 ? ExitCodes.Failure : ExitCodes.Of(ExitCodes.Fine, cancel);
    }

    private static async Task StartAsync(StartedTarget target, CancellationToken cancel)
    {
        try
        {
            await target.StartAsync(cancel);
        }
        catch (TargetNotStartedException nobody)
        {
            throw new UnreachableException($"--start: {nobody.Message}");
        }
    }

    private static async Task<FuzzResult> FuzzAsync(
        FuzzRun run, Mutator mutator, FuzzPlan plan, string folder, EndPoint target, CancellationToken cancel)
    {
        var (said, next) = (Stopwatch.StartNew(), plan.First);
        try
        {
            return await run.RunAsync(mutator, plan, find => Keep(find, folder), Tell, cancel);
        }
        catch (SocketException ours)
        {
            // No fault of the target: no ports or handles left here, or no way to it any more.
            throw new UnreachableException(
                $"{target}: {ours.Message}; mutant {next} could not be tried, go on with --seed {plan.Seed} --first {next}");
        }

        void Tell(long tried)
        {
            next = plan.First + tried;
            if (said.Elapsed < TimeSpan.FromSeconds(1))
                return;
            said.Restart();
            Console.Error.WriteLine($"{tried,10} mutants");
        }
    }

    private static FakeServer Listening(IPEndPoint at)
    {
        try
        {
            // What asks for an extension is passed on to nobody who lacks it (RFC 6531 3.5, RFC 3030 3).
            var everything = TranscriptSource.Read(
                "@serve default caps PIPELINING, 8BITMIME, SMTPUTF8, CHUNKING, BINARYMIME, DSN\n", "next hop", "");
            return FakeServer.Start(everything, at, new Variables(), WalkOptions.Default);
        }
        catch (SocketException taken)
        {
            throw Addresses.Taken(at, "--next-hop", taken);
        }
    }

    private static FuzzPlan Plan(ParseResult parsed)
    {
        var count = parsed.GetValue(Count);
        var time = parsed.GetValue(For)!;
        return new FuzzPlan(
            parsed.GetValue(Seed) ?? Random.Shared.Next(),
            Bounds.Between("--first", parsed.GetValue(First), 1, long.MaxValue / 2),
            count is { } number ? Bounds.Between("--count", number, 1, long.MaxValue / 2) : null,
            time == "ever" || count is not null ? null : Bounds.Time("--for", time),
            Bounds.Between("--finds", parsed.GetValue(Finds), 1, 1_000));
    }

    private static async Task<IReadOnlyList<(string Name, Speech Speech)>> SeedsAsync(
        ParseResult parsed, EndPoint target, CancellationToken cancel)
    {
        var seeds = new List<(string, Speech)>();
        foreach (var file in parsed.GetValue(Files)!)
        {
            var (speech, why) = await TakeAsync(file, parsed, target, cancel);
            if (speech is null)
                await Console.Error.WriteLineAsync($"{file}: left out, {why}");
            else
                seeds.Add((file, speech));
        }
        return seeds.Count > 0
            ? seeds
            : throw new UnusableFileException("fuzz", 0, 0, "none of the transcripts can be used; see above");
    }

    private static async Task<(Speech? Speech, string Why)> TakeAsync(
        string file, ParseResult parsed, EndPoint target, CancellationToken cancel)
    {
        try
        {
            return await Seeds.TakeAsync(
                TranscriptSource.Load(file), target, Values.Parse(parsed.GetValue(Set) ?? []), WalkOptions.Default, cancel);
        }
        catch (SeedUnreachableException unreachable)
        {
            throw new UnreachableException(unreachable.Message);
        }
    }

    private static void Keep(Find find, string folder)
    {
        var path = Path.Combine(folder, $"{find.Finding.Misdeed.ToString().ToLowerInvariant()}-{find.Number}.smtp");
        Console.WriteLine($"mutant {find.Number}: {find.Finding.Misdeed}: {find.Finding.Text}");
        Commands.Files.Write(path, find.Transcript);
        Console.WriteLine($"  {path}");
    }
}
