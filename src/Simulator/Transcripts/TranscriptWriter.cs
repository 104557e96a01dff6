using System.Text;

namespace SmtpSim.Transcripts;

/// <summary>Steps to text. What it writes, <see cref="TranscriptParser"/> reads back as the same steps.</summary>
public static class TranscriptWriter
{
    private const string FormCharacters = ":+>=~?";

    public static string Write(Transcript transcript)
    {
        var text = new StringBuilder();
        foreach (var header in transcript.Headers)
            text.Append(header.Key == "#" ? $"#{header.Value}" : $"{header.Key}: {header.Value}").Append('\n');
        if (transcript.Headers.Count > 0)
            text.Append('\n');
        WriteSteps(text, transcript.Steps);
        return text.ToString();
    }

    /// <summary>One step on one line, as the file has it; a block or a document is shown by its first line.</summary>
    public static string Show(Step step) => step switch
    {
        Remark remark => remark.Text,
        Line line => Stamps.Write(line.Stamp) + ShowLine(line),
        Directive directive => Stamps.Write(directive.Stamp) + ShowDirective(directive),
        Rule rule => ShowRule(rule),
        Block block => Show(block.Head),
        _ => throw new InvalidOperationException($"unknown step {step}"),
    };

    private static void WriteSteps(StringBuilder text, IEnumerable<Step> steps)
    {
        foreach (var step in steps)
            WriteStep(text, step);
    }

    private static void WriteStep(StringBuilder text, Step step)
    {
        text.Append(Show(step)).Append('\n');
        if (step is Directive { Document: { } document } directive)
            WriteDocument(text, directive, document);
        if (step is Event said)
            WriteAlternatives(text, said);
        if (step is Block block)
            WriteBlock(text, block);
    }

    private static void WriteBlock(StringBuilder text, Block block)
    {
        WriteSteps(text, block.Body);
        if (block.Otherwise is { } otherwise)
        {
            text.Append("@else\n");
            WriteSteps(text, otherwise);
        }
        text.Append("@end\n");
    }

    private static void WriteDocument(StringBuilder text, Directive directive, ValueList<string> document)
    {
        foreach (var line in document)
            text.Append(line).Append('\n');
        text.Append(directive.Arguments.First(a => a.StartsWith("<<", StringComparison.Ordinal)).AsSpan(2)).Append('\n');
    }

    private static void WriteAlternatives(StringBuilder text, Event above)
    {
        foreach (var (step, ruling, reason) in above.Alternatives)
        {
            text.Append(AlternativeParser.Prefix).Append(Show(step));
            if (ruling is { } word)
                text.Append(" -> ").Append(word.ToString().ToLowerInvariant());
            if (reason is not null)
                text.Append(" \"").Append(reason).Append('"');
            text.Append('\n');
        }
    }

    private static string ShowLine(Line line)
    {
        var connection = line.Connection switch
        {
            "1" => "",
            { Length: <= 4 } number when number.All(char.IsAsciiDigit) => number,
            var name => $"[{name}]",
        };
        var head = $"{(line.Speaker == Speaker.Client ? 'C' : 'S')}{connection}{FormCharacters[(int)line.Form]}";
        return line.Text.Length == 0 ? head : $"{head} {line.Text}";
    }

    private static string ShowDirective(Directive directive) => string.Join(
        ' ',
        [$"@{directive.Word}", .. directive.Arguments, .. directive.Connection is { } name ? (string[])["on", name] : []]);

    private static string ShowRule(Rule rule) =>
        string.Join(' ', ["@on", rule.Trigger, .. rule.Conditions]) + " -> " + string.Join(", ", rule.Actions.Select(Show));
}
