using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using SmtpSim.Dialogue;
using SmtpSim.Transcripts;

namespace SmtpSim.Recording;

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
        return SwaksReply().IsMatch(lines) ? "swaks" : TsharkLine().IsMatch(lines) ? "tshark" : "telnet";
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
        IEnumerable<(IReadOnlyList<Segment> Said, IReadOnlyList<ConversationNote> Notes)> read = format switch
        {
            "swaks" => [Swaks(lines)],
            "tshark" => Tshark(lines).Select(s => (s, (IReadOnlyList<ConversationNote>)[])),
            _ => [(Telnet(lines), [])],
        };
        return [.. read.Where(r => HasReply(r.Said)).Select(r => new Conversation(title, "", when, r.Said, r.Notes))];
    }

    // Where a server never answers it is some other text.
    private static bool HasReply(IEnumerable<Segment> said)
    {
        string[] replies = [.. said.Where(s => s.Speaker == Speaker.Server).Select(s => s.Text)];
        return replies.Prepend(string.Concat(replies)).Any(r => ReplyLine().IsMatch(r.Split('\r', '\n')[0]));
    }

    // What a person sees at a telnet prompt: replies begin with three digits, except inside a message.
    private static List<Segment> Telnet(string[] lines)
    {
        var said = new List<Segment>();
        var inMessage = false;
        foreach (var line in lines)
        {
            if (!inMessage && (line.Length == 0 || TelnetTalk().IsMatch(line)))
                continue;
            var isReply = !inMessage && ReplyLine().IsMatch(line);
            said.Add(new Segment(TimeSpan.Zero, isReply ? Speaker.Server : Speaker.Client, line + "\r\n"));
            inMessage = inMessage ? line != "." : isReply && line.StartsWith("354", StringComparison.Ordinal);
        }
        return said;
    }

    // swaks(1), TRANSACTION HINTS: " -> " and " ~> " to the server, "<-  " and "<** " (an error) from it, the tilde for TLS. It
    // tells no times: what follows comes a microsecond later.
    private static (List<Segment> Said, List<ConversationNote> Notes) Swaks(string[] lines)
    {
        var (said, notes) = (new List<Segment>(), new List<ConversationNote>());
        foreach (var line in lines)
        {
            var at = TimeSpan.FromMicroseconds(2 * said.Count);
            if (line.StartsWith("=== TLS started", StringComparison.Ordinal))
                notes.Add(new ConversationNote(at, line[4..], StartsTls: true));
            else if (SwaksLine().Match(line) is { Success: true } match)
                said.Add(new Segment(
                    at + TimeSpan.FromMicroseconds(1),
                    line[0] == '<' ? Speaker.Server : Speaker.Client,
                    match.Groups["text"].Value + "\r\n"));
        }
        return (said, notes);
    }

    // tshark -T fields -e tcp.stream -e frame.time_relative -e tcp.srcport -e tcp.payload: a server replies.
    private static IEnumerable<IReadOnlyList<Segment>> Tshark(string[] lines)
    {
        var packets = lines.Select((text, i) => (text, Number: i + 1)).Where(l => l.text.Length > 0).Select(PacketOf);
        foreach (var stream in packets.Where(p => p.Payload.Length > 0).GroupBy(p => p.Stream))
        {
            Packet[] inTime = [.. stream.OrderBy(p => p.At)];
            var server = ServerOf(inTime);
            yield return [.. inTime.Select(p => Segment.Of(
                p.At - inTime[0].At, p.Port == server ? Speaker.Server : Speaker.Client, p.Payload))];
        }
    }

    // It speaks first, but where a client does not wait for it. Either may come in pieces of an octet.
    private static string ServerOf(IReadOnlyList<Packet> stream)
    {
        var greets = stream.GroupBy(p => p.Port)
            .FirstOrDefault(side => ReplyLine().IsMatch(FirstLine(side.SelectMany(p => p.Payload))));
        // The capture began later.
        return greets?.Key ?? stream.FirstOrDefault(p => ReplyLine().IsMatch(FirstLine(p.Payload)), stream[0]).Port;
    }

    // As much of it as shows whether it is a reply's.
    private static string FirstLine(IEnumerable<byte> octets) =>
        Encoding.Latin1.GetString([.. octets.Take(4)]).Split('\r', '\n')[0];

    private sealed record Packet(string Stream, TimeSpan At, string Port, byte[] Payload);

    private static Packet PacketOf((string Text, int Number) line)
    {
        var match = TsharkLine().Match(line.Text);
        if (!match.Success)
            throw new FormatException($"line {line.Number}: four fields are expected, tabs between: stream, time, port, payload");
        var seconds = decimal.Parse(match.Groups["time"].ValueSpan, CultureInfo.InvariantCulture);
        var payload = Convert.FromHexString(match.Groups["payload"].Value.Replace(":", "", StringComparison.Ordinal));
        var at = TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond));
        return new Packet(match.Groups["stream"].Value, at, match.Groups["port"].Value, payload);
    }

    [GeneratedRegex(@"^(Trying .*\.\.\.|Connected to .*\.|Escape character is .*|Connection closed.*|telnet> .*|\$ .*)$")]
    private static partial Regex TelnetTalk();

    [GeneratedRegex(@"^<[-~*][ *]{1,2} ?[0-9]{3}", RegexOptions.Multiline)]
    private static partial Regex SwaksReply();

    [GeneratedRegex("^[0-9]{3}([ -]|$)")]
    private static partial Regex ReplyLine();

    [GeneratedRegex(@"^(<-  |<~  |<\*\* |<~\* | -> | ~> )(?<text>.*)$", RegexOptions.Multiline)]
    private static partial Regex SwaksLine();

    [GeneratedRegex(
        @"^(?<stream>[0-9]+)\t(?<time>[0-9]{1,9}(\.[0-9]{1,9})?)\t(?<port>[0-9]+)\t(?<payload>([0-9a-fA-F]{2}:?)*)$",
        RegexOptions.Multiline)]
    private static partial Regex TsharkLine();
}
