using System.CommandLine;
using System.Globalization;
using System.Text;
using SmtpSim.Dialogue;
using SmtpSim.Playing;
using SmtpSim.Recording;
using SmtpSim.Transcripts;

namespace SmtpSim.Commands;

/// <summary><c>smtpsim export FILE --format swaks|pcap</c>: a transcript in the notations of others.</summary>
internal static class ExportCommand
{
    private static readonly Argument<string> File = new("file") { Description = "The transcript" };
    private static readonly Option<string> Format = new("--format") { Description = "swaks or pcap", Required = true };
    private static readonly Option<string[]> Set = new("--set") { Description = "NAME=VALUE for {{NAME}} in the script" };
    private static readonly Option<string> As = new("--as")
    {
        Description = "client or server: whose script it is, so that a capture shows who ended the connection",
        DefaultValueFactory = _ => "client",
    };

    private static readonly Option<string?> Output = new("--output") { Description = "The file to write; needed for pcap" };

    public static Command Create()
    {
        Format.AcceptOnlyFromAmong([.. Export.Formats]);
        As.AcceptOnlyFromAmong("client", "server");
        var command = new Command("export", "Write a transcript in swaks' notation or as a capture")
        {
            File, Format, As, Set, Output,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var source = TranscriptSource.Load(parsed.GetValue(File)!);
        if (source.Transcript.ServesByRules)
            throw new UnusableFileException(source.File, 1, 1, "what answers by rules is no session: record one");
        var (output, values) = (parsed.GetValue(Output), Values.Parse(parsed.GetValue(Set) ?? []));
        try
        {
            var (said, ends) = Export.Session(source, values, parsed.GetValue(As) == "client" ? Role.Client : Role.Server);
            if (said.Count == 0)
                throw new UnusableFileException(source.File, 1, 1, "nothing is said in it: there is no session to export");
            if (parsed.GetValue(Format) == "swaks")
                WriteSwaks(output, Export.Swaks(source, values), said);
            else
                WriteCapture(output, source, recorded => Pcap.Of(said, ends, recorded));
            return ExitCodes.Fine;
        }
        catch (MissingValueException missing)
        {
            throw new UnusableFileException(source.File, 1, 1, $"{missing.Message}; give it with --set {missing.Name}=VALUE");
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            throw new UnusableFileException(output ?? "the output", 0, 0, $"this cannot be written: {unwritable.Message}");
        }
    }

    private static void WriteSwaks(string? output, string text, IReadOnlyList<Segment> said)
    {
        if (!Export.IsOfLines(said))
            Console.Error.WriteLine(
                "swaks shows lines: which end in a bare CR or LF, or in nothing, is lost; --format pcap keeps all octets");
        WriteText(output, text);
    }

    private static void WriteCapture(string? output, TranscriptSource source, Func<DateTimeOffset, byte[]> capture)
    {
        if (output is null)
            throw new UnusableFileException(source.File, 1, 1, "a capture is not printed: give it --output FILE");
        System.IO.File.WriteAllBytes(output, capture(Recorded(source.Transcript)));
    }

    private static void WriteText(string? output, string text)
    {
        using var stream = output is null ? Console.OpenStandardOutput() : System.IO.File.Create(output);
        stream.Write(Encoding.Latin1.GetBytes(text));
    }

    // A script that was never recorded has no time of its own.
    private static DateTimeOffset Recorded(Transcript transcript) => DateTimeOffset.TryParse(
        transcript["recorded"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var when)
            ? when
            : DateTimeOffset.UnixEpoch;
}
