using System.Text.RegularExpressions;

namespace SmtpSim.Transcripts;

/// <summary><c>or S: 5xx -> pass</c>, <c>or @eof -> fail "why"</c>.</summary>
internal static partial class AlternativeParser
{
    public const string Prefix = "or ";

    /// <summary>Null, and a diagnostic, where the alternative is wrong.</summary>
    public static Alternative? Parse(SourceReader source, string line)
    {
        var arrow = line.LastIndexOf(" -> ", StringComparison.Ordinal);
        var text = line[Prefix.Length..(arrow < 0 ? line.Length : arrow)];
        var step = Step(source, text);
        if (step is null || arrow < 0)
            return step is null ? null : new Alternative(step, null, null);
        var ruling = RulingForm().Match(line[(arrow + 4)..]);
        if (ruling.Success)
            return new Alternative(step, Enum.Parse<Ruling>(ruling.Groups["word"].Value, true), Reason(ruling));
        source.Wrong(arrow + 4, $"'{line[(arrow + 4)..]}' is no ruling; there are pass, warn \"why\" and fail \"why\"");
        return null;
    }

    private static string? Reason(Match ruling) => ruling.Groups["why"].Success ? ruling.Groups["why"].Value : null;

    private static Event? Step(SourceReader source, string text)
    {
        if (!text.StartsWith('@'))
            return LineParser.Parse(source, text, Prefix.Length);
        var directive = DirectiveParser.Parse(source, text, Prefix.Length);
        if (directive is null || Words.Find(directive.Word)!.Is(WordKinds.Expects))
            return directive;
        source.Wrong(Prefix.Length, $"@{directive.Word} expects nothing, so it cannot be an alternative");
        return null;
    }

    [GeneratedRegex("""^(?:(?<word>pass)|(?<word>warn|fail) "(?<why>[^"]+)")$""")]
    private static partial Regex RulingForm();
}
