using System.CommandLine;
using SmtpSim.Comparing;
using SmtpSim.Playing;
using SmtpSim.Transcripts;

namespace SmtpSim.Commands;

/// <summary><c>smtpsim diff A B</c>: two transcripts, reply by reply. Exit code 1 where they differ.</summary>
internal static class DiffCommand
{
    private static readonly Argument<string> First = new("first") { Description = "A transcript" };
    private static readonly Argument<string> Second = new("second") { Description = "Another" };

    private static readonly Option<string?> Mask = new("--mask")
    {
        Description = "What is not compared: date,id,ip,host, or none; else what the first file's header says, else all",
    };

    public static Command Create()
    {
        var command = new Command("diff", "Say where two transcripts differ") { First, Second, Mask };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var (first, second) = (TranscriptSource.Load(parsed.GetValue(First)!), TranscriptSource.Load(parsed.GetValue(Second)!));
        return Show(first, second, parsed.GetValue(Mask)) ? ExitCodes.Failure : ExitCodes.Fine;
    }

    /// <summary>True where there is a difference.</summary>
    public static bool Show(TranscriptSource first, TranscriptSource second, string? mask)
    {
        var masks = Masks.Of(mask ?? first.Transcript["mask"]) ?? throw new UnusableFileException(
            "--mask", 0, 0,
            $"'{mask}' names no kinds of what differs each time; "
                + $"there are {string.Join(", ", TranscriptParser.MaskNames)}, or none alone");
        var differences = new TranscriptDiff(masks).Between(first.Transcript, second.Transcript);
        foreach (var line in DiffText.Show(differences))
            Console.WriteLine(line);
        Console.WriteLine(differences.Count switch
        {
            0 => "no difference",
            1 => "1 difference",
            var count => $"{count} differences",
        });
        return differences.Count > 0;
    }
}
