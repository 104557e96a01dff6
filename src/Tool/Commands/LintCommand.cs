using System.CommandLine;
using SmtpSim.Conformance;
using SmtpSim.Playing;
using SmtpSim.Transcripts;

namespace SmtpSim.Commands;

/// <summary><c>smtpsim lint PATHS</c>: reads transcripts and features without playing anything.</summary>
internal static class LintCommand
{
    private static readonly Argument<string[]> Paths = new("paths")
    {
        Description = "Files or folders",
        Arity = ArgumentArity.OneOrMore,
    };

    public static Command Create()
    {
        var command = new Command("lint", "Check transcripts and features without playing them") { Paths };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var paths = parsed.GetValue(Paths)!;
        var transcripts = Of(paths, ".smtp");
        var features = Of(paths, ".feature");
        var lint = new FeatureLint(new StepCatalogue(typeof(LintCommand).Assembly));
        var problems = transcripts.SelectMany(LintTranscript).Concat(features.SelectMany(lint.Check)).ToList();
        foreach (var problem in problems)
            Console.WriteLine(problem);
        Console.WriteLine($"{transcripts.Count} transcripts and {features.Count} features read, {problems.Count} problems");
        if (transcripts.Count + features.Count == 0)
            Console.Error.WriteLine("no transcript (*.smtp) and no feature (*.feature) there");
        return problems.Count == 0 && transcripts.Count + features.Count > 0 ? ExitCodes.Fine : ExitCodes.BadScript;
    }

    private static List<string> Of(string[] paths, string ending) =>
        [.. paths.SelectMany(p => FeatureFiles.Files(p, "*" + ending))
            .Where(f => f.EndsWith(ending, StringComparison.Ordinal))
            .Distinct()
            .Order(StringComparer.Ordinal)];

    private static IReadOnlyList<Diagnostic> LintTranscript(string file)
    {
        try
        {
            return PlayableFaults.Of(TranscriptSource.Load(file));
        }
        catch (UnusableFileException unusable)
        {
            return unusable.Diagnostics;
        }
    }
}
