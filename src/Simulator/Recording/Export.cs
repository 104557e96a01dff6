using System.Text;
using SmtpSim.Dialogue;
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
    /// <exception cref="UnusableFileException">The script says more than one session in order.</exception>
    public static IReadOnlyList<Segment> Segments(TranscriptSource source, Variables values) =>
        Session(source, values, Role.Client).Segments;

    /// <summary>That, and what is known of who ended the connection, and how.</summary>
    /// <param name="role">The side whose script it is: <c>@close</c> is its end, <c>@eof</c> the other's.</param>
    /// <inheritdoc cref="Segments"/>
    public static (IReadOnlyList<Segment> Segments, IReadOnlyList<SessionEnd> Ends) Session(
        TranscriptSource source, Variables values, Role role)
    {
        var (said, ends) = (new List<Segment>(), new List<SessionEnd>());
        foreach (var step in source.Transcript.Steps)
        {
            if (step is Block or Rule or Directive { Word: "include" or "server" or "client" } or Line { Connection: not "1" })
                throw new UnusableFileException(
                    source.File, step.At.Number, 1, "what is exported is one session in order: no blocks, rules and includes");
            if (step is Line { Form: not (Form.Regex or Form.Optional) } line)
                Add(said, line, Encoding.Latin1.GetString(Said(line, values)), line.Form == Form.Joined);
            else if (step is Directive { Word: "body" or "bdat" } body && Body.Of(body, source).Octets is { } octets)
                Add(said, body, Encoding.Latin1.GetString(octets(values)), false);
            else if (SessionEnd.Of(source.Transcript, step, said.Count, role) is { } end)
                ends.Add(end);
        }
        return (said, ends);
    }

    private static void Add(List<Segment> said, Event step, string octets, bool joined)
    {
        var speaker = step is Line line ? line.Speaker : Speaker.Client;
        var at = step.Stamp ?? (said.Count > 0 ? said[^1].At : TimeSpan.Zero);
        if (joined && said.Count > 0 && said[^1].Speaker == speaker)
            said[^1] = said[^1] with { Text = said[^1].Text + octets };
        else
            said.Add(new Segment(at, speaker, octets));
    }

    /// <summary>As swaks shows a session: <c>&lt;-  250 ok</c>, <c> -> EHLO x</c>; each character an octet.</summary>
    public static string Swaks(TranscriptSource source, Variables values)
    {
        var text = new StringBuilder("=== Connected.\n");
        var start = source.Transcript.Steps.FirstOrDefault(s => s is Directive { Word: "tls", Arguments: ["start", ..] });
        // What stands behind it is said in TLS.
        var all = Segments(source, values);
        var plain = start is null ? all.Count : Segments(Before(source, start), values).Count;
        WriteLines(text, all.Take(plain), '-');
        if (plain < all.Count)
            text.Append("=== TLS started\n");
        WriteLines(text, all.Skip(plain), '~');
        return text.Append("=== Connection closed with remote host.\n").ToString();
    }

    /// <summary>Whether lines are all that was said: swaks shows nothing else.</summary>
    public static bool IsOfLines(IEnumerable<Segment> said) => Turns(said).All(
        s => s.Text.EndsWith("\r\n", StringComparison.Ordinal)
            && s.Text.Replace("\r\n", "", StringComparison.Ordinal).IndexOfAny(['\r', '\n']) < 0);

    private static void WriteLines(StringBuilder text, IEnumerable<Segment> said, char mark)
    {
        foreach (var turn in Turns(said))
        {
            var arrow = turn.Speaker == Speaker.Server ? $"<{mark}  " : $" {mark}> ";
            var whole = turn.Text.EndsWith('\n') ? turn.Text[..^1] : turn.Text;
            foreach (var line in whole.Split('\n'))
                text.Append(arrow).Append(line.TrimEnd('\r')).Append('\n');
        }
    }

    // What a side said before the other did, in however many pieces: a line may have been cut anywhere.
    private static IEnumerable<Segment> Turns(IEnumerable<Segment> said)
    {
        Segment? first = null;
        var text = new StringBuilder();
        foreach (var segment in said)
        {
            if (first is not null && first.Speaker != segment.Speaker)
            {
                yield return first with { Text = text.ToString() };
                (first, _) = (null, text.Clear());
            }
            first ??= segment;
            text.Append(segment.Text);
        }
        if (first is not null)
            yield return first with { Text = text.ToString() };
    }

    private static TranscriptSource Before(TranscriptSource source, Step step) => source with
    {
        Transcript = source.Transcript with { Steps = [.. source.Transcript.Steps.TakeWhile(s => !ReferenceEquals(s, step))] },
    };

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
