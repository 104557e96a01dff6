using System.Text.RegularExpressions;

namespace SmtpSim.Transcripts;

/// <summary><c>or S: 5xx -> pass</c>, <c>or @eof -> fail "why"</c>.</summary>
internal static partial class AlternativeParser
{
    public const string Prefix = "or ";

    /// <summary>Null, and a diagnostic, where the alternative is wrong.</summary>
    public static Alternative? Parse(SourceReader source, string line)
    {
        var text = line[Prefix.Length..];
        var ruled = Ruled().Match(text);
        var arrow = text.IndexOf(" -> ", StringComparison.Ordinal);
        if (!ruled.Success && arrow >= 0)
        {
            var found = text[(arrow + 4)..];
            source.Wrong(
                Prefix.Length + arrow + 4, $"'{found}' is no ruling; there are pass, warn \"why\" and fail \"why\"");
            return null;
        }
        return Step(source, ruled.Success ? ruled.Groups["step"].Value : text) is { } step
            ? new Alternative(step, Word(ruled), Reason(ruled))
            : null;
    }

    private static Ruling? Word(Match ruled) =>
        ruled.Success ? Enum.Parse<Ruling>(ruled.Groups["word"].Value, true) : null;

    private static string? Reason(Match ruled) => ruled.Groups["why"].Success ? ruled.Groups["why"].Value : null;

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

    // The first arrow with a ruling behind it: a reason may have arrows of its own.
    [GeneratedRegex("""^(?<step>.*?) -> (?:(?<word>pass)|(?<word>warn|fail) "(?<why>[^"]+)")\z""")]
    private static partial Regex Ruled();
}
