using System.CommandLine;
using SmtpSim.Playing;
using SmtpSim.Transcripts;

namespace SmtpSim.Commands;

/// <summary><c>smtpsim accept GOLDEN NEW</c>: shows what changes and makes the new one the golden.</summary>
internal static class AcceptCommand
{
    private static readonly Argument<string> Golden = new("golden") { Description = "The transcript that is to change" };
    private static readonly Argument<string> New = new("new") { Description = "What it is to be" };
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Only show what would change" };

    public static Command Create()
    {
        var command = new Command("accept", "Make a new recording the golden, after showing what changes")
        {
            Golden, New, DryRun,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var (golden, made) = (TranscriptSource.Load(parsed.GetValue(Golden)!), TranscriptSource.Load(parsed.GetValue(New)!));
        if (made.Transcript.Steps.All(s => s is Remark))
            throw new UnusableFileException(made.File, 1, 1, "nothing was said in it: the golden stays as it is");
        if (!DiffCommand.Show(golden, made, null) || parsed.GetValue(DryRun))
            return ExitCodes.Fine;
        Files.Write(golden.File, TranscriptWriter.Write(Accepted(golden.Transcript, made.Transcript)));
        Console.WriteLine($"{golden.File} is rewritten");
        return ExitCodes.Fine;
    }

    // What the golden says of itself stays; it keeps stamps only if it had them.
    private static Transcript Accepted(Transcript golden, Transcript made)
    {
        var stamped = golden.Steps.OfType<Event>().Any(e => e.Stamp is not null);
        var steps = made.Steps.Select(s => s is Event said && !stamped ? said with { Stamp = null } : s);
        return new Transcript(golden.Headers.Count > 0 ? golden.Headers : made.Headers, [.. steps]);
    }
}
