using SmtpSim.Transcripts;
using SmtpSim.Wire;

namespace SmtpSim.Playing;

/// <summary>What is expected where a line of the other side, or a directive, stands.</summary>
internal static class Meaning
{
    /// <param name="before">The act above it, null for none.</param>
    /// <returns>Null where it can only be done, not expected.</returns>
    public static Expectation? Of(Event step, Act? before) => step switch
    {
        Line { Form: Form.Octets } line => new OctetsExpectation(line.Text),
        Line { Form: Form.Exact } line => new LineExpectation(line.Text, Comparison.Exact),
        Line { Form: Form.Regex } line => new LineExpectation(line.Text, Comparison.Regex),
        Line { Speaker: Speaker.Server } line when WholeReply(line, before) is { } pattern => new ReplyExpectation(pattern),
        Line { Speaker: Speaker.Client } line => new LineExpectation(line.Text, Comparison.Command),
        Line line => new LineExpectation(line.Text, Comparison.Wild),
        Directive { Word: "eof" } => new EndExpectation(Ending.Eof),
        Directive { Word: "rst" } => new EndExpectation(Ending.Reset),
        Directive { Word: "quiet" } directive => new QuietExpectation(Durations.Parse(directive.Arguments[0])),
        _ => null,
    };

    // Behind "S: 250-a" the lines are taken one by one, so that a recording plays back as it was written.
    private static ReplyPattern? WholeReply(Line line, Act? before)
    {
        var above = before is Hear { Step: Line heard } && before.Connection == line.Connection ? heard : null;
        var inside = above is { Form: Form.Plain, Speaker: Speaker.Server, Text: [_, _, _, '-', ..] };
        return inside ? null : ReplyPattern.TryParse(line.Text);
    }
}
