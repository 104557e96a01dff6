using System.Text.RegularExpressions;

namespace SmtpSim.Transcripts;

/// <summary>Holds a directive's arguments against its usage text.</summary>
internal static partial class Usage
{
    private static readonly Dictionary<string, (Regex Form, string Example)> Kinds = new()
    {
        ["DURATION"] = (DurationForm(), "a duration like 500ms, 3s or 2m"),
        ["COUNT"] = (CountForm(), "a number like 3"),
        ["FACTOR"] = (FactorForm(), "a factor like x0.01"),
        ["RATE"] = (RateForm(), "a rate like 2kB/s"),
        ["SIZES"] = (SizesForm(), "sizes like 3,1,rest"),
        ["NAME"] = (NameForm(), "a name"),
        ["FILE"] = (FileForm(), "a file's path"),
        ["LIST"] = (FileForm(), "values like a,b,c"),
        ["QUOTED"] = (QuotedForm(), "a quoted text like \"250 ok\\r\\n\""),
        ["<<END"] = (DocumentForm(), "<<END and the lines up to END"),
    };

    /// <summary>Null where the arguments fit, else where they do not and what could stand there.</summary>
    public static (int Column, string Message)? Misfit(Word word, IReadOnlyList<Token> arguments, int endColumn)
    {
        var at = 0;
        foreach (var item in Items(word.Usage))
        {
            var optional = item[0] == '[';
            var parts = item.Trim('[', ']').Split(' ');
            if (parts[0] == "REST" || (optional && !Fits(parts[0], arguments.ElementAtOrDefault(at))))
                at = parts[0] == "REST" ? arguments.Count : at;
            else if (FirstMisfit(parts, arguments, ref at) is { } wanted)
                return Expected(word, wanted, arguments.Count > at ? arguments[at] : null, endColumn);
        }
        return at < arguments.Count
            ? (arguments[at].Column, $"'{arguments[at].Text}' is too much: {word}")
            : null;
    }

    private static string? FirstMisfit(string[] parts, IReadOnlyList<Token> arguments, ref int at)
    {
        foreach (var part in parts)
        {
            if (part == "REST")
                at = arguments.Count;
            else if (!Fits(part, arguments.ElementAtOrDefault(at)))
                return part;
            else
                at++;
        }
        return null;
    }

    private static (int, string) Expected(Word word, string wanted, Token? found, int endColumn)
    {
        var choices = wanted.Split('|');
        var text = string.Join(" or ", choices.Select(c => Kinds.TryGetValue(c, out var kind) ? kind.Example : $"'{c}'"));
        var hint = found is { } wrong ? Suggestion.For(wrong.Text, choices) : "";
        var was = found is { } token ? $", not '{token.Text}'" : "";
        return (found?.Column ?? endColumn, $"@{word.Name} needs {text}{was}{hint}");
    }

    private static bool Fits(string part, Token token) =>
        token.Text is not null && part.Split('|').Any(choice => FitsOne(choice, token.Text));

    private static bool FitsOne(string choice, string text) =>
        Kinds.TryGetValue(choice, out var kind) ? kind.Form.IsMatch(text) : choice == text;

    private static IEnumerable<string> Items(string usage) => ItemForm().Matches(usage).Select(m => m.Value);

    [GeneratedRegex(@"\[[^\]]+\]|[^ ]+")]
    private static partial Regex ItemForm();

    [GeneratedRegex(@"^\d{1,9}(\.\d{1,3})?(ms|s|m|h)$")]
    private static partial Regex DurationForm();

    [GeneratedRegex(@"^\d{1,9}$")]
    private static partial Regex CountForm();

    [GeneratedRegex(@"^x\d{1,9}(\.\d{1,9})?$")]
    private static partial Regex FactorForm();

    [GeneratedRegex(@"^\d{1,9}(k|M)?B/s$")]
    private static partial Regex RateForm();

    [GeneratedRegex(@"^\d{1,9}(,\d{1,9})*(,rest)?$")]
    private static partial Regex SizesForm();

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]*$")]
    private static partial Regex NameForm();

    [GeneratedRegex(@"^(?!<<)\S+$")]
    private static partial Regex FileForm();

    [GeneratedRegex("^\".*\"$")]
    private static partial Regex QuotedForm();

    [GeneratedRegex(@"^<<[A-Za-z0-9][A-Za-z0-9-]*$")]
    private static partial Regex DocumentForm();
}
