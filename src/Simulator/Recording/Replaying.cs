using System.Text.RegularExpressions;
using SmtpSim.Playing;
using SmtpSim.Transcripts;

namespace SmtpSim.Recording;

/// <summary>
/// Makes a recording playable against others than those it was made of: what this side says stays as it was, what it expects is
/// what matters of it. Of a reply that is its code and enhanced code, of a command its keyword, of a message that there is one.
/// </summary>
public static partial class Replaying
{
    public static Transcript Loosened(Transcript recording, Role role)
    {
        var steps = new List<Step>();
        foreach (var step in role == Role.Server ? RecordedClient.Of(recording.Steps) : recording.Steps)
        {
            if (step is not Line line || role == Role.Client == (line.Speaker == Speaker.Client))
                steps.Add(step);
            else if (role == Role.Client)
                AddReply(steps, line);
            else
                steps.Add(Command(line));
        }
        return recording with { Steps = [.. steps] };
    }

    // One expectation a reply, where its last line stood.
    private static void AddReply(List<Step> steps, Line line)
    {
        if (line.Form is Form.Octets or Form.Regex || ReplyForm().Match(line.Text) is not { Success: true } reply)
            steps.Add(line);
        else if (!reply.Groups["more"].Success)
            steps.Add(line with { Form = Form.Plain, Text = $"{reply.Groups["code"].Value}{reply.Groups["enhanced"].Value}" });
    }

    private static Step Command(Line line)
    {
        // A chunk of whatever size; its octets are gone already.
        if (line.Form != Form.Octets && AnyChunkExpectation.SizeOf(line.Text) is not null)
            return new Directive(line.At, "bdat", ["any"], null, null, []);
        var keyword = line.Form is Form.Octets or Form.Regex ? null : line.Text.Split(' ')[0];
        return keyword switch
        {
            null => line,
            // What was taken out when it was recorded: whoever plays it again has a secret of its own.
            _ when keyword.StartsWith("{{secret", StringComparison.Ordinal) => line with { Form = Form.Plain, Text = "*" },
            _ when keyword.Contains("{{", StringComparison.Ordinal) || keyword.Length == line.Text.Length => line,
            _ when keyword.IndexOfAny(['*', '{', '}']) >= 0 => line,
            _ => line with { Form = Form.Plain, Text = $"{keyword} *" },
        };
    }

    [GeneratedRegex(
        @"^(?<code>[0-9]{3})((?<more>-)|(?<enhanced> [245]\.[0-9]{1,3}\.[0-9]{1,3}(?= |$))|$| )", RegexOptions.ExplicitCapture)]
    private static partial Regex ReplyForm();
}
