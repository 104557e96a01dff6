using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using SmtpSim.Dialogue;
using SmtpSim.Transcripts;
using SmtpSim.Wire;

namespace SmtpSim.Recording;

/// <summary>
/// A line a packet: <c>tshark -T fields -e tcp.stream -e frame.time_relative -e tcp.srcport -e tcp.payload</c>. Where TLS begins
/// nothing more can be read.
/// </summary>
internal static partial class TsharkFields
{
    public static bool IsOne(string text) => TsharkLine().IsMatch(text);

    // A server replies.
    public static IEnumerable<Imported> Read(string[] lines)
    {
        var packets = lines.Select((text, i) => (text, Number: i + 1)).Where(l => l.text.Length > 0).Select(PacketOf);
        foreach (var stream in packets.Where(p => p.Payload.Length > 0).GroupBy(p => p.Stream))
        {
            Packet[] inTime = [.. stream.OrderBy(p => p.At)];
            var server = ServerOf(inTime);
            var hidden = FirstHidden([.. inTime.Where(p => p.Port != server)]);
            yield return new Imported(
                [.. inTime.TakeWhile(p => p != hidden).Select(p => Segment.Of(
                    p.At - inTime[0].At, p.Port == server ? Speaker.Server : Speaker.Client, p.Payload))],
                hidden is null ? [] : [new ConversationNote(hidden.At - inTime[0].At, Passage.TlsHides)]);
        }
    }

    // The client begins it behind STARTTLS; before that nothing it says is TLS, or no server would reply.
    private static Packet? FirstHidden(Packet[] said) => said.Skip(1)
        .Where((packet, i) => RawConnection.IsHandshake(packet.Payload) && IsStartTls(said[i].Payload)).FirstOrDefault();

    private static bool IsStartTls(byte[] said) =>
        Encoding.Latin1.GetString(said).TrimEnd().EndsWith("STARTTLS", StringComparison.OrdinalIgnoreCase);

    // It speaks first, but where a client does not wait for it. Either may come in pieces of an octet.
    private static string ServerOf(IReadOnlyList<Packet> stream)
    {
        var greets = stream.GroupBy(p => p.Port)
            .FirstOrDefault(side => Import.IsReply(FirstLine(side.SelectMany(p => p.Payload))));
        // The capture began later.
        return greets?.Key ?? stream.FirstOrDefault(p => Import.IsReply(FirstLine(p.Payload)), stream[0]).Port;
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

    [GeneratedRegex(
        @"^(?<stream>[0-9]+)\t(?<time>[0-9]{1,9}(\.[0-9]{1,9})?)\t(?<port>[0-9]+)\t(?<payload>([0-9a-fA-F]{2}:?)*)$",
        RegexOptions.Multiline)]
    private static partial Regex TsharkLine();
}
