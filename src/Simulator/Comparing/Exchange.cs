using SmtpSim.Transcripts;

namespace SmtpSim.Comparing;

/// <summary>One thing that was said: a whole reply, or a line of the client; or something else that a script does.</summary>
/// <param name="Kind">What makes two of them counterparts: the reply's code, the command's keyword.</param>
/// <param name="Code">The reply's, empty where it is none.</param>
/// <param name="Enhanced">The reply's enhanced status code, empty where it has none.</param>
/// <param name="Text">The rest.</param>
/// <param name="Steps">The lines of the file.</param>
public sealed record Exchange(string Kind, string Code, string Enhanced, ValueList<string> Text, ValueList<Step> Steps)
{
    public static IReadOnlyList<Exchange> Of(Transcript transcript)
    {
        var all = new List<Exchange>();
        var reply = new List<Line>();
        foreach (var step in Pieces.Joined(transcript.Steps.Where(s => s is not Remark)))
        {
            if (step is Line { Speaker: Speaker.Server, Form: not (Form.Octets or Form.Regex) } line)
            {
                reply.Add(line);
                if (line.Text is [_, _, _, '-', ..])
                    continue;
                all.Add(OfReply(reply));
                reply.Clear();
            }
            else
                all.Add(OfOther(step));
        }
        return reply.Count > 0 ? [.. all, OfReply(reply)] : all;
    }

    private static Exchange OfReply(List<Line> lines)
    {
        var code = lines[0].Text.Length >= 3 ? lines[0].Text[..3] : lines[0].Text;
        var rests = lines.Select(l => l.Text.Length > 4 ? l.Text[4..] : "").ToList();
        var enhanced = rests[0].Split(' ')[0] is var first && IsEnhanced(first) ? first : "";
        var texts = rests.Select(r => r.StartsWith(enhanced, StringComparison.Ordinal) ? r[enhanced.Length..].Trim() : r);
        return new Exchange("reply", code, enhanced, [.. texts], [.. lines]);
    }

    private static Exchange OfOther(Step step) => step is Line line
        ? new Exchange($"{line.Speaker} {line.Text.Split(' ')[0].ToUpperInvariant()}", "", "", [line.Text], [step])
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
