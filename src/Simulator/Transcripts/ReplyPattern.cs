using System.Text.RegularExpressions;
using SmtpSim.Wire;

namespace SmtpSim.Transcripts;

/// <summary>
/// What <c>S: 250</c> expects: codes (<c>2xx</c>, <c>450,451</c>), then an enhanced code (<c>5.1.1</c>, <c>5.x.x</c>), then
/// either <c>has A, B</c> and <c>lacks C</c> of an EHLO reply, or text that one of its lines must be.
/// </summary>
public sealed partial class ReplyPattern
{
    private readonly Match _parts;
    private readonly List<(bool Wanted, string Item)> _keywords;
    private readonly string _text;

    private ReplyPattern(Match parts)
    {
        _parts = parts;
        var rest = parts.Groups["rest"].Value;
        _keywords = [.. Clause().Matches(rest).SelectMany(c => Items(c.Groups["items"].Value)
            .Select(item => (c.Groups["word"].Value == "has", item)))];
        _text = _keywords.Count == 0 ? rest : "";
    }

    /// <summary>Null where the text is no pattern for a reply.</summary>
    public static ReplyPattern? TryParse(string text) => Form().Match(text) is { Success: true } parts ? new(parts) : null;

    /// <summary>True where the text names classes or choices, which can be expected but not said.</summary>
    public static bool IsOnlyExpected(string text) =>
        TryParse(text) is { } pattern && pattern._parts.Groups["codes"].Value.IndexOfAny(['x', ',']) >= 0;

    /// <summary>What is wrong with a server's line that looks like codes and is none: <c>2yz</c>, <c>2xx,55x</c>.</summary>
    public static (int Column, string Message)? Mistaken(Line line)
    {
        if (line.Speaker != Speaker.Server)
            return null;
        var pattern = TryParse(line.Text);
        if (pattern is null && CodeLike().IsMatch(line.Text))
            return (0, $"'{line.Text.Split(' ')[0]}' is no code; there are 250, classes like 5xx, and choices like 450,5xx");
        return pattern?._keywords.Exists(k => k.Item.Split(' ')[^1] is "has" or "lacks") ?? false
            ? (0, "what the reply has or lacks stands behind the word: 250 has SIZE, DSN lacks VRFY")
            : null;
    }

    /// <summary>Null where the reply is as expected, else what is wrong with it.</summary>
    public string? Misfit(ReplyText reply, Variables variables) =>
        reply.Complaint
        ?? CodeMisfit(reply)
        ?? EnhancedMisfit(reply)
        ?? KeywordMisfit(reply)
        ?? TextMisfit(reply, variables);

    private string? CodeMisfit(ReplyText reply)
    {
        var codes = _parts.Groups["codes"].Value;
        var code = reply.Code.ToString(System.Globalization.CultureInfo.InvariantCulture).PadLeft(3, '0');
        return codes.Split(',').Any(c => Fits(c, code)) ? null : $"the code is {code}, not {codes}";
    }

    private string? EnhancedMisfit(ReplyText reply)
    {
        var wanted = _parts.Groups["enhanced"];
        if (!wanted.Success)
            return null;
        var wrong = reply.Lines.FirstOrDefault(l => !SameEnhanced(wanted.Value, l.Split(' ')[0]));
        return wrong is null ? null : $"the enhanced status code is not {wanted.Value} on every line: '{wrong}'";
    }

    private static bool SameEnhanced(string wanted, string found)
    {
        var (left, right) = (wanted.Split('.'), found.Split('.'));
        return right.Length == 3
            && left.Zip(right).All(p => p.First == "x" ? IsNumber(p.Second) : p.First == p.Second);
    }

    // RFC 3463 2: subject and detail are 1*3digit
    private static bool IsNumber(string text) => text.Length is >= 1 and <= 3 && text.All(char.IsAsciiDigit);

    private string? KeywordMisfit(ReplyText reply)
    {
        foreach (var (wanted, item) in _keywords)
        {
            if (reply.Lines.Skip(1).Any(line => Offers(line, item)) != wanted)
                return wanted ? $"the reply does not offer {item}" : $"the reply offers {item}";
        }
        return null;
    }

    private string? TextMisfit(ReplyText reply, Variables variables)
    {
        if (_text.Length == 0 || reply.Lines.Any(line => Pattern.Matches(_text, WithoutEnhanced(line), variables)))
            return null;
        return $"no line of the reply is '{_text}'";
    }

    private string WithoutEnhanced(string line) =>
        _parts.Groups["enhanced"].Success ? line[Math.Min(line.Length, line.Split(' ')[0].Length + 1)..] : line;

    private static string[] Items(string list) =>
        list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    // Keywords are compared without case (RFC 5321 2.4); further words of the item must all be on the line.
    private static bool Offers(string line, string item)
    {
        var offered = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var words = item.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return offered.Length > 0
            && offered[0].Equals(words[0], StringComparison.OrdinalIgnoreCase)
            && words.All(w => offered.Contains(w, StringComparer.OrdinalIgnoreCase));
    }

    private static bool Fits(string pattern, string code) =>
        pattern.Length == code.Length && pattern.Zip(code).All(p => p.First == 'x' || p.First == p.Second);

    // In any order, and as often as wanted: has SIZE lacks VRFY has HELP.
    [GeneratedRegex(@"\G ?(?<word>has|lacks) (?<items>.+?)(?= (has|lacks) |$)", RegexOptions.ExplicitCapture)]
    private static partial Regex Clause();

    [GeneratedRegex("^(?=[^ ]*[xyz,])[0-9][0-9xyz,]*( |$)")]
    private static partial Regex CodeLike();

    [GeneratedRegex(
        @"^(?<codes>([0-9]{3}|[0-9]xx)(,([0-9]{3}|[0-9]xx))*)"
        + @"( (?<enhanced>[245x]\.([0-9]{1,3}|x)\.([0-9]{1,3}|x)))?"
        + "( (?<rest>.+))?$",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Form();
}
