using SmtpSim.Playing;
using SmtpSim.Transcripts;

namespace SmtpSim.Recording;

/// <summary>
/// Makes a recording playable against others than those it was made of: what this side says stays as it was, what it expects is
/// what matters of it. Of a reply that is its code and enhanced code, of a command its keyword, of a message that there is one.
/// </summary>
public static class Replaying
{
    public static Transcript Loosened(Transcript recording, Role role) => recording with
    {
        Steps = role == Role.Client
            ? [.. RecordedReplies.Of(recording.Steps)]
            : [.. RecordedClient.Of(recording).Select(Heard)],
    };

    /// <summary>
    /// With the end of this side's direction where something was said behind it, and its reset: what a recording has as remarks.
    /// </summary>
    public static Transcript Ended(Transcript recording, Role role)
    {
        var own = role == Role.Client ? Speaker.Client : Speaker.Server;
        var last = recording.Steps.ToList().FindLastIndex(s => s is Line);
        return recording with
        {
            Steps = [.. recording.Steps.Select((step, i) => step is Remark && SessionEnd.Of(recording, step, i, role) is { } end
                && end.Speaker == own && (end.IsReset || i < last) ? Ending(end) : step)],
        };
    }

    private static Directive Ending(SessionEnd end) => end.IsReset
        ? new Directive(default, "reset", [], null, null, [])
        : new Directive(default, "shutdown", ["write"], null, null, []);

    private static Step Heard(Step step) => step is Line { Speaker: Speaker.Client } line ? Command(line) : step;

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
}
