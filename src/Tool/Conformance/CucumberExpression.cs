using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace SmtpSim.Conformance;

/// <summary>A Cucumber expression: <c>{string} {int} {word}</c>, optional <c>(s)</c>, and <c>either/or</c> words.</summary>
public sealed partial class CucumberExpression
{
    private readonly Regex _regex;
    private readonly List<string> _types = [];

    public CucumberExpression(string expression)
    {
        Source = expression;
        var regex = new StringBuilder("^");
        foreach (Match part in Part().Matches(expression))
            regex.Append(Translate(part));
        _regex = new Regex(regex.Append('$').ToString(), RegexOptions.CultureInvariant);
    }

    public string Source { get; }

    /// <summary>The values in the sentence, converted; null where the sentence is another.</summary>
    public object[]? Match(string sentence)
    {
        var match = _regex.Match(sentence);
        if (!match.Success)
            return null;
        return [.. _types.Select((type, i) => Convert(type, match.Groups[$"p{i}"].Value))];
    }

    private string Translate(Match part)
    {
        if (part.Groups["type"].Success)
            return Parameter(part.Groups["type"].Value);
        if (part.Groups["optional"].Success)
            return $"(?:{Regex.Escape(part.Groups["optional"].Value)})?";
        if (part.Groups["either"].Success)
            return $"(?:{string.Join('|', part.Groups["either"].Value.Split('/').Select(Regex.Escape))})";
        return Regex.Escape(part.Value);
    }

    private string Parameter(string type)
    {
        var form = type switch
        {
            "string" => "(?:\"(?<{0}>[^\"]*)\"|'(?<{0}>[^']*)')",
            "int" => "(?<{0}>-?[0-9]{1,9})",
            "word" => @"(?<{0}>\S+)",
            _ => throw new ArgumentException($"'{{{type}}}' in '{Source}' is no parameter type; there are string, int, word"),
        };
        _types.Add(type);
        return form.Replace("{0}", $"p{_types.Count - 1}", StringComparison.Ordinal);
    }

    private static object Convert(string type, string text) =>
        type == "int" ? int.Parse(text, CultureInfo.InvariantCulture) : text;

    [GeneratedRegex(@"\{(?<type>[a-z]*)\}|\((?<optional>[^)]*)\)|(?<either>[A-Za-z]+(?:/[A-Za-z]+)+)|[^{(A-Za-z]+|[A-Za-z]+")]
    private static partial Regex Part();
}
