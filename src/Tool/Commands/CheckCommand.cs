using System.CommandLine;
using System.Globalization;
using SmtpSim.Conformance;
using SmtpSim.Playing;
using SmtpSim.Reports;

namespace SmtpSim.Commands;

/// <summary><c>smtpsim check</c>: the conformance run. Without a target it starts the gateway itself.</summary>
internal static class CheckCommand
{
    private static readonly Argument<string[]> Paths = new("paths")
    {
        Description = "Features or folders of features; all of the specifications if left out",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Option<string?> Target = new("--target") { Description = "The profile of a running server (JSON)" };
    private static readonly Option<string?> Specs = new("--specs") { Description = "The folder of the specifications" };
    private static readonly Option<string?> Gateway = new("--gateway")
    {
        Description = "The gateway's program, where it is not the one built beside this",
    };

    private static readonly Option<string[]> Tags = new("--tag")
    {
        Description = "Only cases with this tag; several: any of them; ~@tag: none with it",
    };

    private static readonly Option<string?> Name = new("--name") { Description = "Only cases whose name contains this" };
    private static readonly Option<string?> Known = new("--deviations") { Description = "Known failures, with reasons (JSON)" };
    private static readonly Option<string?> Part = new("--shard")
    {
        Description = "Only this part of the cases: 2/5 for the second of five jobs",
    };

    private static readonly Option<bool> Probe = new("--probe")
    {
        Description = "Ask behind every case, not only behind one that failed, whether the server still answers",
    };

    private static readonly Option<bool> Verbose = new("--verbose") { Description = "Show unsupported and skipped cases, too" };

    // Each has a gateway and an internal server of its own at most.
    private const int MostAtOnce = 256;

    // Most cases wait for a server or a clock most of the time, so there may be many more than processors.
    private static readonly Option<int> AtOnce = new("--parallel")
    {
        Description = "How many cases run at once",
        DefaultValueFactory = _ => 8,
    };

    static CheckCommand()
    {
        Part.Validators.Add(result =>
        {
            var text = result.Tokens.Count > 0 ? result.Tokens[0].Value : "";
            if (Shard.Parse(text) is null)
                result.AddError($"--shard is {text}; permitted: a part and how many there are, as in 2/5");
        });
        AtOnce.Validators.Add(RequireNumber);
    }

    private static void RequireNumber(System.CommandLine.Parsing.OptionResult result)
    {
        var text = result.Tokens.Count > 0 ? result.Tokens[0].Value : "1";
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is 0 or > MostAtOnce)
            result.AddError($"--parallel is {text}; permitted: a whole number from 1 to {MostAtOnce}");
    }

    public static Command Create()
    {
        var command = new Command("check", "Run the conformance cases against the gateway, or against any server")
        {
            Paths, Target, Specs, Gateway, Tags, Name, Part, Known, AtOnce, Probe, Verbose,
        };
        CheckReports.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancel)
    {
        var specs = Specifications.Find(parsed.GetValue(Specs));
        var profile = parsed.GetValue(Target) is { } path ? TargetProfile.Load(path) : null;
        var scenarios = Select(parsed, specs, profile is not null);
        var deviations = (parsed.GetValue(Known) ?? profile?.Deviations) is { } known ? Deviations.Load(known) : Deviations.None;
        foreach (var stale in deviations.Unknown(scenarios))
            await Console.Error.WriteLineAsync($"deviation for a case that is not in this run: {stale.Case}");
        if (scenarios.Count == 0)
        {
            await Console.Error.WriteLineAsync(NoCase(parsed, specs, profile));
            return ExitCodes.BadScript;
        }
        var earlier = CheckReports.Require(parsed);
        var run = await CheckAsync(parsed, specs, profile, scenarios, deviations, cancel);
        var changes = earlier is { } old ? Changes.Between(old.Path, old.Run, run) : null;
        var written = CheckReports.Write(parsed, run, changes);
        ConsoleReport.Write(Terminal.Create(), run, parsed.GetValue(Verbose), changes);
        return written ? run.ExitCode : ExitCodes.BadScript;
    }

    private static string NoCase(ParseResult parsed, string specs, TargetProfile? profile)
    {
        var paths = parsed.GetValue(Paths) is { Length: > 0 } given ? string.Join(' ', given) : specs;
        var tags = string.Concat((parsed.GetValue(Tags) ?? []).Select(t => $" --tag {t}"));
        var name = parsed.GetValue(Name) is { } part ? $" --name {part}" : "";
        var gateway = profile is null ? "" : $"; cases tagged {CaseTags.Gateway} are not put to another server";
        return $"no case was selected by {paths}{tags}{name}{gateway}";
    }

    private static List<Scenario> Select(ParseResult parsed, string specs, bool anyServer)
    {
        var paths = parsed.GetValue(Paths) is { Length: > 0 } given ? given : [specs];
        var tags = parsed.GetValue(Tags) ?? [];
        var name = parsed.GetValue(Name);
        var all = FeatureFiles.Load(specs, paths)
            .Where(s => !anyServer || !s.Tags.Contains(CaseTags.Gateway))
            .Where(s => TagFilter.Selects(tags, s.Tags))
            .Where(s => name is null || s.Name.Contains(name, StringComparison.OrdinalIgnoreCase));
        return [.. (Shard.Parse(parsed.GetValue(Part) ?? "1/1") ?? Shard.Whole).Among(all)];
    }

    private static async Task<RunResult> CheckAsync(
        ParseResult parsed,
        string specs,
        TargetProfile? profile,
        List<Scenario> scenarios,
        Deviations known,
        CancellationToken cancel)
    {
        var options = WalkOptions.Default;
        var template = profile is null ? GatewayTemplate.Load(specs) : null;
        await using ITestBed bed = template is null
            ? new RunningServerBed(profile!, options)
            : new OwnGatewayBed(new GatewayProcessLauncher(GatewayProgram.Find(parsed.GetValue(Gateway))), template, options);
        var cases = new CaseRunner(bed, template, new StepCatalogue(typeof(CheckCommand).Assembly), options);
        var runner = new ConformanceRunner(bed, cases, known, options.Clock);
        return await Progressing.ShowAsync(
            scenarios.Count, step => runner.RunAsync(
                scenarios, new RunTerms(parsed.GetValue(AtOnce), parsed.GetValue(Probe)), step, cancel));
    }
}
