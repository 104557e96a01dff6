using System.Text;
using SmtpSim.Playing;
using SmtpSim.Transcripts;
using SmtpSim.Wire;

namespace SmtpSim.Recording;

/// <summary>Writes a transcript in the notations of others.</summary>
public static class Export
{
    public static readonly IReadOnlyList<string> Formats = ["swaks", "pcap"];

    /// <summary>What each side says, as far as the script knows it; values that nobody gives stand as they are written.</summary>
    /// <exception cref="MissingValueException">Octets insert a value that nobody gives.</exception>
    public static IReadOnlyList<Segment> Segments(Transcript transcript, Variables values)
    {
        var said = new List<Segment>();
        var at = TimeSpan.Zero;
        foreach (var line in transcript.Steps.OfType<Line>().Where(l => l.Form is not (Form.Regex or Form.Optional)))
        {
            at = line.Stamp ?? at;
            var octets = Encoding.Latin1.GetString(Said(line, values));
            if (line.Form == Form.Joined && said.Count > 0 && said[^1].Speaker == line.Speaker)
                said[^1] = said[^1] with { Text = said[^1].Text + octets };
            else
                said.Add(new Segment(at, line.Speaker, octets));
        }
        return said;
    }

    /// <summary>As swaks shows a session: <c>&lt;-  250 ok</c>, <c> -> EHLO x</c>.</summary>
    public static string Swaks(Transcript transcript, Variables values)
    {
        var text = new StringBuilder("=== Connected.\n");
        var start = transcript.Steps.OfType<Directive>().FirstOrDefault(d => d.Word == "tls" && d.Arguments[0] == "start");
        var tls = start?.Stamp;
        foreach (var segment in Segments(transcript, values))
        {
            var mark = tls is { } began && segment.At >= began ? '~' : '-';
            var (server, octets) = (segment.Speaker == Speaker.Server, new Octets(Encoding.Latin1.GetBytes(segment.Text)));
            foreach (var line in octets.Text.TrimEnd('\n').Split('\n'))
                text.Append(server ? $"<{mark}  " : $" {mark}> ").Append(line.TrimEnd('\r')).Append('\n');
        }
        return text.Append("=== Connection closed with remote host.\n").ToString();
    }

    private static byte[] Said(Line line, Variables values)
    {
        try
        {
            return Utterance.Of(line, values);
        }
        catch (MissingValueException) when (line.Form != Form.Octets)
        {
            return Octets.OfLine(line.Text).ToArray();
        }
    }
}
