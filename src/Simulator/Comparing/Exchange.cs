using SmtpSim.Transcripts;

namespace SmtpSim.Comparing;

/// <summary>One thing that was said: a whole reply, or a line of the client; or something else that a script does.</summary>
/// <param name="Kind">What makes two of them counterparts: that it is a reply, the command's keyword; and the connection.</param>
/// <param name="Code">The reply's, empty where it is none; of one whose lines have several, all of them: 250/550.</param>
/// <param name="Enhanced">The reply's enhanced status code, empty where it has none.</param>
/// <param name="Text">The rest.</param>
/// <param name="Steps">The lines of the file.</param>
public sealed record Exchange(string Kind, string Code, string Enhanced, ValueList<string> Text, ValueList<Step> Steps)
{
    public static IReadOnlyList<Exchange> Of(Transcript transcript)
    {
        var all = new List<Exchange>();
        // By their connections: what is not at its end.
        var replies = new OrderedDictionary<string, List<Line>>();
        foreach (var step in Pieces.Joined(transcript.Steps.Where(s => s is not Remark)))
        {
            if (step is Line { Speaker: Speaker.Server, Form: not (Form.Octets or Form.Regex) } line)
            {
                replies.TryAdd(line.Connection, []);
                replies[line.Connection].Add(line);
                if (line.Text is [_, _, _, '-', ..])
                    continue;
                replies.Remove(line.Connection, out var reply);
                all.Add(OfReply(reply!));
            }
            else
                all.Add(OfOther(step));
        }
        return [.. all, .. replies.Values.Select(OfReply)];
    }

    private static Exchange OfReply(List<Line> lines)
    {
        var codes = lines.Select(l => l.Text[..Math.Min(3, l.Text.Length)]).Distinct();
        var rests = lines.Select((l, i) => Rest(l.Text, i < lines.Count - 1 ? '-' : ' ')).ToList();
        var enhanced = rests[0].Split(' ')[0] is var first && IsEnhanced(first) ? first : "";
        return new Exchange(
            On(lines[0], "reply"), string.Join('/', codes), enhanced, [.. rests.Select(r => Without(enhanced, r))], [.. lines]);
    }

    // RFC 5321 4.2.1: a hyphen in all lines but the last, there a space; something else is a difference.
    private static string Rest(string line, char separator) =>
        line.Length > 3 ? line[(line[3] == separator ? 4 : 3)..] : "";

    private static string Without(string enhanced, string text) =>
        enhanced.Length > 0 && $"{text} ".StartsWith($"{enhanced} ", StringComparison.Ordinal)
            ? text[Math.Min(text.Length, enhanced.Length + 1)..]
            : text;

    private static string On(Line line, string kind) => line.Connection == "1" ? kind : $"{kind} on {line.Connection}";

    private static Exchange OfOther(Step step) => step is Line line
        ? new Exchange(On(line, $"{line.Speaker} {line.Text.Split(' ')[0].ToUpperInvariant()}"), "", "", [line.Text], [step])
        : new Exchange($"does {Shown(step).Split(' ')[0]}", "", "", Written(step), [step]);

    // A document and a block are more than their first line.
    private static ValueList<string> Written(Step step)
    {
        var bare = step is Event said ? said with { Stamp = null } : step;
        return [.. TranscriptWriter.Write(new Transcript([], [bare])).TrimEnd('\n').Split('\n')];
    }

    private static string Shown(Step step) => TranscriptWriter.Show(step is Event said ? said with { Stamp = null } : step);

    private static bool IsEnhanced(string word) =>
        word.Split('.') is [['2' or '4' or '5'], { Length: > 0 and <= 3 } subject, { Length: > 0 and <= 3 } detail]
        && subject.All(char.IsAsciiDigit) && detail.All(char.IsAsciiDigit);
}
