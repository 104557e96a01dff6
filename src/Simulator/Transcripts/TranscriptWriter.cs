namespace SmtpSim.Transcripts;

/// <summary>Steps to text. What it writes, <see cref="TranscriptParser"/> reads back as the same steps.</summary>
public static class TranscriptWriter
{
    private const string FormCharacters = ":+>=~?";

    public static string Write(Transcript transcript)
    {
        using var text = new StringWriter();
        Write(transcript, text);
        return text.ToString();
    }

    /// <summary>Step by step: a long recording need not be in memory once more.</summary>
    public static void Write(Transcript transcript, TextWriter text)
    {
        foreach (var header in transcript.Headers)
            text.Write(header.Key == "#" ? $"#{header.Value}\n" : $"{header.Key}: {header.Value}\n");
        if (transcript.Headers.Count > 0)
            text.Write('\n');
        WriteSteps(text, transcript.Steps);
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

    private static void WriteSteps(TextWriter text, IEnumerable<Step> steps)
    {
        foreach (var step in steps)
            WriteStep(text, step);
    }

    private static void WriteStep(TextWriter text, Step step)
    {
        text.Write($"{Show(step)}\n");
        if (step is Directive { Document: { } document } directive)
            WriteDocument(text, directive, document);
        if (step is Event said)
            WriteAlternatives(text, said);
        if (step is Block block)
            WriteBlock(text, block);
    }

    private static void WriteBlock(TextWriter text, Block block)
    {
        WriteSteps(text, block.Body);
        if (block.Otherwise is { } otherwise)
        {
            text.Write("@else\n");
            WriteSteps(text, otherwise);
        }
        text.Write("@end\n");
    }

    private static void WriteDocument(TextWriter text, Directive directive, ValueList<string> document)
    {
        foreach (var line in document)
            text.Write($"{line}\n");
        text.Write($"{directive.Arguments.First(a => a.StartsWith("<<", StringComparison.Ordinal))[2..]}\n");
    }

    private static void WriteAlternatives(TextWriter text, Event above)
    {
        foreach (var (step, ruling, reason) in above.Alternatives)
        {
            var word = ruling is null ? "" : $" -> {ruling.ToString()!.ToLowerInvariant()}";
            text.Write($"{AlternativeParser.Prefix}{Show(step)}{word}{(reason is null ? "" : $" \"{reason}\"")}\n");
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
