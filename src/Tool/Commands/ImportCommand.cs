using System.CommandLine;
using System.Globalization;
using SmtpSim.Recording;
using SmtpSim.Transcripts;

namespace SmtpSim.Commands;

/// <summary><c>smtpsim import FILE</c>: pasted telnet sessions, swaks' output or tshark's fields become transcripts.</summary>
internal static class ImportCommand
{
    private static readonly Argument<string> File = new("file") { Description = "The text; - is standard input" };

    private static readonly Option<string?> Format = new("--format")
    {
        Description = "telnet, swaks or tshark (stream, time, source port and payload as fields); found out if left out",
    };

    private static readonly Option<string?> Into = new("--into")
    {
        Description = "Folder for the transcripts, one a connection; without it the only one is printed",
    };

    public static Command Create()
    {
        Format.AcceptOnlyFromAmong([.. Import.Formats]);
        var command = new Command("import", "Make transcripts of sessions that others wrote down") { File, Format, Into };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var file = parsed.GetValue(File)!;
        var octets = Read(file).Span;
        if (Pcap.IsOne(octets))
            throw new UnusableFileException(
                file, 0, 0, "this is a capture, of which tshark's fields are read: tshark -r FILE -T fields -e tcp.stream "
                    + "-e frame.time_relative -e tcp.srcport -e tcp.payload");
        var text = Import.Text(octets);
        var conversations = Read(file, text, parsed.GetValue(Format) ?? Import.FormatOf(text));
        if (conversations.Count == 0)
            throw new UnusableFileException(
                file, 0, 0,
                "nothing in it is a session: there is no reply of a server in it as telnet, swaks or tshark's fields show one");
        if (conversations.Count > 1 && parsed.GetValue(Into) is null)
            throw new UnusableFileException(
                file, 0, 0, $"there are {conversations.Count} sessions in it: give a folder with --into");
        for (var i = 0; i < conversations.Count; i++)
            Write(parsed.GetValue(Into), i + 1, TranscriptWriter.Write(RecordedTranscript.Of(conversations[i])));
        return ExitCodes.Fine;
    }

    private static ReadOnlyMemory<byte> Read(string file)
    {
        if (file != "-")
            return SourceFile.Octets(file);
        using var input = Console.OpenStandardInput();
        return SourceFile.Octets(input, "standard input");
    }

    private static IReadOnlyList<Conversation> Read(string file, string text, string format)
    {
        try
        {
            return Import.Read(text, format, $"imported from {Path.GetFileName(file)}", DateTimeOffset.UtcNow);
        }
        catch (FormatException wrong)
        {
            throw new UnusableFileException(file, 0, 0, wrong.Message);
        }
    }

    private static void Write(string? folder, int number, string text)
    {
        if (folder is null)
        {
            Console.Write(text);
            return;
        }
        var path = Path.Combine(Files.Folder(folder), $"{number.ToString("000", CultureInfo.InvariantCulture)}.smtp");
        Files.Write(path, text);
        Console.WriteLine(path);
    }
}
