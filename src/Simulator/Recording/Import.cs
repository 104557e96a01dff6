using System.Text;
using System.Text.RegularExpressions;
using SmtpSim.Dialogue;
using SmtpSim.Transcripts;

namespace SmtpSim.Recording;

/// <summary>One connection of what others wrote down.</summary>
internal readonly record struct Imported(IReadOnlyList<Segment> Said, IReadOnlyList<ConversationNote> Notes);

/// <summary>Reads sessions that others wrote down.</summary>
public static partial class Import
{
    /// <summary>The notations there are.</summary>
    public static readonly IReadOnlyList<string> Formats = ["telnet", "swaks", "tshark"];

    /// <summary>What was read of a file: each octet a character, whatever it is, but for a mark of the byte order.</summary>
    public static string Text(ReadOnlySpan<byte> octets) => octets switch
    {
        [0xFF, 0xFE, ..] => OfUtf16(Encoding.Unicode, octets),
        [0xFE, 0xFF, ..] => OfUtf16(Encoding.BigEndianUnicode, octets),
        [0xEF, 0xBB, 0xBF, ..] => Encoding.Latin1.GetString(octets[3..]),
        _ => Encoding.Latin1.GetString(octets),
    };

    private static string OfUtf16(Encoding encoding, ReadOnlySpan<byte> octets) =>
        Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(encoding.GetString(octets[2..])));

    /// <summary>The notation a text is most probably written in.</summary>
    public static string FormatOf(string text)
    {
        var lines = OfLines(text);
        return SwaksReply().IsMatch(lines) ? "swaks" : TsharkFields.IsOne(lines) ? "tshark" : "telnet";
    }

    // Whichever system wrote it.
    private static string OfLines(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal);

    /// <summary>One conversation a connection; empty where nothing in the text is one.</summary>
    /// <param name="text">As <see cref="Text"/> gives it.</param>
    /// <param name="format">One of <see cref="Formats"/>.</param>
    /// <exception cref="FormatException">The text is not written so; the message names the line.</exception>
    public static IReadOnlyList<Conversation> Read(string text, string format, string title, DateTimeOffset when)
    {
        var lines = OfLines(text).Split('\n');
        var read = format switch
        {
            "swaks" => Swaks(lines),
            "tshark" => TsharkFields.Read(lines),
            _ => Telnet(lines),
        };
        return [.. read.Where(r => HasReply(r.Said)).Select(r => new Conversation(title, "", when, r.Said, r.Notes))];
    }

    // Where a server never answers it is some other text.
    private static bool HasReply(IEnumerable<Segment> said)
    {
        string[] replies = [.. said.Where(s => s.Speaker == Speaker.Server).Select(s => s.Text)];
        return replies.Prepend(string.Concat(replies)).Any(r => IsReply(r.Split('\r', '\n')[0]));
    }

    /// <summary>What looks like the first line of one.</summary>
    internal static bool IsReply(string line) => ReplyLine().IsMatch(line);

    // What a person sees at a telnet prompt: replies begin with three digits, except inside a message.
    private static IEnumerable<Imported> Telnet(string[] lines)
    {
        var said = new List<Segment>();
        var inMessage = false;
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i];
            inMessage &= !IsCut(lines, i);
            if (!inMessage && IsTalk(line))
            {
                if (said.Count > 0 && Edge().IsMatch(line))
                {
                    yield return new Imported(said, []);
                    said = [];
                }
                continue;
            }
            var isReply = !inMessage && IsReply(line);
            said.Add(new Segment(TimeSpan.Zero, isReply ? Speaker.Server : Speaker.Client, line + "\r\n"));
            inMessage = inMessage ? line != "." : isReply && line.StartsWith("354", StringComparison.Ordinal);
        }
        yield return new Imported(said, []);
    }

    // In the middle of a message, in which such a line may stand: behind it is nothing, or what opens another connection.
    private static bool IsCut(string[] lines, int at) => lines[at].StartsWith("Connection closed", StringComparison.Ordinal)
        && (lines.Skip(at + 1).FirstOrDefault(l => l.Length > 0) is not { } next || Edge().IsMatch(next));

    private static bool IsTalk(string line) =>
        line.Length == 0 || Edge().IsMatch(line) || TelnetTalk().IsMatch(line);

    // swaks(1), TRANSACTION HINTS: " -> " and " ~> " to the server, "<-  " and "<** " (an error) from it, the tilde for TLS. It
    // tells no times: what follows comes a microsecond later.
    private static IEnumerable<Imported> Swaks(string[] lines)
    {
        var (said, notes) = (new List<Segment>(), new List<ConversationNote>());
        foreach (var line in lines)
        {
            if (Edge().IsMatch(line))
            {
                if (said.Count > 0)
                    yield return new Imported(said, notes);
                (said, notes) = ([], []);
            }
            var at = TimeSpan.FromMicroseconds(2 * said.Count);
            if (line.StartsWith("=== TLS started", StringComparison.Ordinal))
                notes.Add(new ConversationNote(at, line[4..], StartsTls: true));
            else if (SwaksLine().Match(line) is { Success: true } match)
                said.Add(new Segment(
                    at + TimeSpan.FromMicroseconds(1),
                    line[0] == '<' ? Speaker.Server : Speaker.Client,
                    match.Groups["text"].Value + "\r\n"));
        }
        yield return new Imported(said, notes);
    }

    // One connection has ended, or another begins.
    [GeneratedRegex(@"^((=== )?(Trying .*\.\.\.|Connected to .*\.|Connection closed.*)|\$ .*)$")]
    private static partial Regex Edge();

    [GeneratedRegex(@"^(Escape character is .*|telnet> .*)$")]
    private static partial Regex TelnetTalk();

    [GeneratedRegex(@"^<[-~*][ *]{1,2} ?[0-9]{3}", RegexOptions.Multiline)]
    private static partial Regex SwaksReply();

    [GeneratedRegex("^[0-9]{3}([ -]|$)")]
    private static partial Regex ReplyLine();

    [GeneratedRegex(@"^(<-  |<~  |<\*\* |<~\* | -> | ~> )(?<text>.*)$", RegexOptions.Multiline)]
    private static partial Regex SwaksLine();
}
