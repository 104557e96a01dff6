using System.Text.RegularExpressions;

namespace SmtpSim.Transcripts;

/// <summary>A transcript, or everything that is wrong with it.</summary>
public sealed record ParsedTranscript(Transcript? Transcript, IReadOnlyList<Diagnostic> Diagnostics);

/// <summary>Text to steps. Reports every mistake with line and column; never throws.</summary>
public static partial class TranscriptParser
{
    /// <summary>What a header may say.</summary>
    public static readonly IReadOnlyList<string> HeaderKeys =
        ["title", "id", "spec", "timeout", "mask", "target", "recorded"];

    /// <summary>What <c>mask</c> may name: kinds of what is another each time.</summary>
    public static readonly IReadOnlyList<string> MaskNames = ["date", "id", "ip", "host"];

    // Deeper than anyone reads, far from what a stack holds.
    private const int DeepestBlock = 16;

    public static ParsedTranscript Parse(string text, string file)
    {
        var source = new SourceReader(text, file);
        var headers = HasHeader(text) ? ParseHeaders(source) : [];
        var steps = ParseSteps(source, null);
        return new ParsedTranscript(
            source.Diagnostics.Count == 0 ? new Transcript(headers, steps) : null, source.Diagnostics);
    }

    // The header runs to the first empty line; a script without one begins with a line, a directive or nothing.
    private static bool HasHeader(string text) => text.TrimStart('\ufeff').Split('\n')
        .Select(l => l.TrimEnd('\r'))
        .TakeWhile(l => l.Length > 0 && !LineParser.Begins(l) && l[0] is not ('@' or '['))
        .Any(l => HeaderForm().IsMatch(l));

    private static ValueList<Header> ParseHeaders(SourceReader source)
    {
        var headers = new List<Header>();
        for (; !source.AtEnd && source.Current.Length > 0; source.Next())
        {
            if (LineParser.Begins(source.Current) || source.Current[0] is '@' or '[')
            {
                source.Wrong(0, "an empty line stands between the header and the script");
                return [.. headers];
            }
            var match = HeaderForm().Match(source.Current);
            if (source.Current[0] == '#')
                headers.Add(new Header("#", source.Current[1..]));
            else if (!match.Success)
                source.Wrong(0, $"'{source.Current}' is no header 'key: value'; an empty line ends the header");
            else if (HeaderMisfit(new Header(match.Groups["key"].Value, match.Groups["value"].Value)) is { } wrong)
                source.Wrong(0, wrong);
            else
                headers.Add(new Header(match.Groups["key"].Value, match.Groups["value"].Value));
        }
        if (!source.AtEnd)
            source.Next();
        return [.. headers];
    }

    private static string? HeaderMisfit(Header header) => header switch
    {
        _ when !HeaderKeys.Contains(header.Key) =>
            $"there is no header '{header.Key}'{Suggestion.For(header.Key, HeaderKeys)}; "
            + $"there are {string.Join(", ", HeaderKeys)}",
        { Key: "timeout" } when Durations.TryParse(header.Value) is null =>
            $"timeout: '{header.Value}' is no duration like 500ms, 3s or 2m, of a day at most",
        { Key: "mask" } when MaskMisfit(header.Value) is { } wrong => wrong,
        _ => null,
    };

    private static string? MaskMisfit(string value)
    {
        if (value == "none")
            return null;
        var wrong = value.Split(',', StringSplitOptions.TrimEntries).FirstOrDefault(m => !MaskNames.Contains(m));
        return wrong is null
            ? null
            : $"mask: there is no '{wrong}'{Suggestion.For(wrong, MaskNames)}; "
                + $"there are {string.Join(", ", MaskNames)}, and none";
    }

    /// <summary>Steps up to the end of the file, or of the block that <paramref name="open"/> began.</summary>
    private static ValueList<Step> ParseSteps(SourceReader source, Directive? open, int depth = 0)
    {
        var steps = new List<Step>();
        for (; !source.AtEnd; source.Next())
        {
            if (open is not null && source.Current.Trim() is "@end" or "@else")
                return [.. steps];
            var broken = BrokenHead(source);
            if (source.Current.StartsWith(AlternativeParser.Prefix, StringComparison.Ordinal))
                Attach(source, steps);
            else if (ParseStep(source) is { } step)
                steps.Add(Opens(step) is { } head ? ParseBlock(source, head, depth + 1) : step);
            else if (broken is not null)
                ParseBlock(source, broken, depth + 1);
        }
        if (open is not null && !source.IsLeft)
            source.WrongAt(open.At, 0, $"@{open.Word} is never closed by @end");
        return [.. steps];
    }

    private static Step? ParseStep(SourceReader source)
    {
        var line = source.Current;
        if (line.Length == 0 || line[0] == '#')
            return new Remark(source.Here, line);
        if (Stamps.Read(line) is var (stamp, length))
            return ParseEvent(source, line[length..], length) is { } stamped ? stamped with { Stamp = stamp } : null;
        return RuleForm().IsMatch(line) ? RuleParser.Parse(source, line) : ParseEvent(source, line, 0);
    }

    private static Event? ParseEvent(SourceReader source, string text, int offset) => text.StartsWith('@')
        ? DirectiveParser.Parse(source, text, offset)
        : LineParser.Parse(source, text, offset);

    private static Directive? Opens(Step step) =>
        step is Directive directive && Words.Find(directive.Word)!.Is(WordKinds.Opens) ? directive : null;

    // What it would open where it is wrong itself: its @end is none the worse.
    private static Directive? BrokenHead(SourceReader source) =>
        Words.Find(HeadForm().Match(source.Current).Groups["word"].Value) is { } word && word.Is(WordKinds.Opens)
            ? new Directive(source.Here, word.Name, [], null, null, [])
            : null;

    private static Block ParseBlock(SourceReader source, Directive head, int depth)
    {
        if (depth > DeepestBlock)
        {
            source.Wrong(0, $"blocks stand inside one another no more than {DeepestBlock} deep; the rest was not read");
            source.Leave();
            return new Block(head, [], null);
        }
        source.Next();
        var body = ParseSteps(source, head, depth);
        if (source.AtEnd || source.Current.Trim() == "@end")
            return new Block(head, body, null);
        if (head.Word != "if")
            source.Wrong(0, $"@else belongs to @if, not to @{head.Word}");
        source.Next();
        var otherwise = ParseSteps(source, head, depth);
        if (!source.AtEnd && source.Current.Trim() == "@else")
            source.Wrong(0, "there is one @else in an @if");
        return new Block(head, body, otherwise);
    }

    private static void Attach(SourceReader source, List<Step> steps)
    {
        var at = steps.FindLastIndex(s => s is not Remark);
        if (at < 0 || steps[at] is not Event above || !MayHaveAlternatives(above))
            source.Wrong(0, "'or' follows something that is expected: a line, @quiet, @eof or @rst");
        else if (AlternativeParser.Parse(source, source.Current) is not { } alternative)
            return;
        else if (above is Line expected && alternative.Step is Line other && !expected.IsSaidAs(other))
            source.Wrong(0, "an alternative is said by the same side on the same connection as the line above it");
        else
            steps[at] = above with { Alternatives = [.. above.Alternatives, alternative] };
    }

    private static bool MayHaveAlternatives(Event above) =>
        above is Line { Form: not Form.Joined } || (above is Directive d && Words.Find(d.Word)!.Is(WordKinds.Expects));

    [GeneratedRegex("^(?<key>[a-z][a-z-]*): ?(?<value>.*)$")]
    private static partial Regex HeaderForm();

    [GeneratedRegex(@"^(\[[^\]]*\]\s*)?@(?<word>[a-z]+)")]
    private static partial Regex HeadForm();

    [GeneratedRegex(@"^@on(\s|$)")]
    private static partial Regex RuleForm();
}
