using System.Text.RegularExpressions;
using SmtpSim.Wire;

namespace SmtpSim.Transcripts;

/// <summary><c>C: text</c>, <c>S2&gt; "…"</c>, <c>C[relay]~ regex</c>: one line said by one side.</summary>
internal static partial class LineParser
{
    private const string FormCharacters = ":+>=~?";

    /// <summary>True where the text begins like a line, right or wrong.</summary>
    public static bool Begins(string text) => Head().IsMatch(text);

    /// <summary>Null, and a diagnostic, where the line is wrong. <paramref name="offset"/> is the text's column.</summary>
    public static Line? Parse(SourceReader source, string text, int offset)
    {
        var head = Head().Match(text);
        if (!head.Success)
        {
            source.Wrong(offset, $"'{Shorten(text)}' is neither a line (C: S: C> S~ …), nor a directive (@wait …), nor 'or'");
            return null;
        }
        var form = (Form)FormCharacters.IndexOf(head.Groups["form"].Value[0]);
        var connection = head.Groups["name"].Success ? head.Groups["name"].Value : head.Groups["number"].Value;
        var rest = text[head.Length..];
        if (rest.Length > 0 && rest[0] != ' ')
        {
            source.Wrong(offset + head.Length, $"a space stands behind '{head.Value}'");
            return null;
        }
        var said = new Line(
            source.Here,
            head.Groups["who"].Value == "C" ? Speaker.Client : Speaker.Server,
            connection.Length == 0 ? "1" : connection,
            form,
            rest.Length > 0 ? rest[1..] : "",
            []);
        return Check(source, said, offset + head.Length + 1);
    }

    private static Line? Check(SourceReader source, Line line, int column)
    {
        var wrong = line.Form switch
        {
            Form.Octets => QuotedMisfit(line.Text),
            Form.Regex => Pattern.RegexMisfit(line.Text),
            Form.Exact => InsertMisfit(line.Text),
            _ => InsertMisfit(line.Text) ?? Pattern.Misfit(line.Text) ?? ReplyPattern.Mistaken(line),
        };
        if (wrong is not var (at, message))
            return line;
        source.Wrong(column + at, message);
        return null;
    }

    internal static (int, string)? QuotedMisfit(string text)
    {
        if (text.Length < 2 || text[0] != '"' || text[^1] != '"' || !Quoted().IsMatch(text))
            return (0, "octets stand in one pair of quotes: \"250 ok\\r\\n\"");
        return Escapes.TryDecode(text[1..^1], out _, out var at)
            ? InsertMisfit(text)
            : (at + 1, $"'{Shorten(text[(at + 1)..])}' is no escape; there are \\r \\n \\t \\0 \\\\ \\\" and \\xHH");
    }

    private static (int, string)? InsertMisfit(string text)
    {
        foreach (Match insert in Insert().Matches(text))
        {
            if (!insert.Value.EndsWith("}}", StringComparison.Ordinal))
                return (insert.Index, "'{{' is never closed by '}}'");
            if (insert.Groups["name"].Value.Trim().Length == 0)
                return (insert.Index, "a name stands between '{{' and '}}'");
            if (Computed.FunctionOf(insert.Groups["name"].Value) is { } function && !Computed.Names.Contains(function))
                return (insert.Index, UnknownFunction(function));
        }
        return null;
    }

    private static string UnknownFunction(string name) =>
        $"'{name}:' computes nothing{Suggestion.For(name, Computed.Names)}; there are {string.Join(":, ", Computed.Names)}:";

    /// <summary>True for a number or a name, as they stand in <c>S2:</c> and <c>S[relay]:</c>.</summary>
    public static bool IsConnection(string name) => Name().IsMatch(name);

    private static string Shorten(string text) => text.Length > 24 ? text[..24] + "…" : text;

    [GeneratedRegex(@"^(?<who>[CS])(?:(?<number>[0-9]{1,6})|\[(?<name>[A-Za-z0-9][A-Za-z0-9._-]*)\])?(?<form>[:+>=~?])")]
    private static partial Regex Head();

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]*\z")]
    private static partial Regex Name();

    [GeneratedRegex("""^"(?:[^"\\]|\\.)*"$""")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\{\{(?<name>[^{}]*)(\}\})?")]
    private static partial Regex Insert();
}
