using System.Text.RegularExpressions;

namespace SmtpSim.Transcripts;

/// <summary>Holds a directive's arguments against its usage text.</summary>
internal static partial class Usage
{
    private static readonly Dictionary<string, (Predicate<string> Fits, string Example)> Kinds = new()
    {
        ["DURATION"] = (text => Durations.TryParse(text) is not null, "a duration like 500ms, 3s or 2m"),
        ["SOME-DURATION"] = (
            text => Durations.TryParse(text) > TimeSpan.Zero, "a duration like 500ms, 3s or 2m, longer than none"),
        ["COUNT"] = (CountForm().IsMatch, "a number like 3"),
        ["NUMBER"] = (text => CountForm().IsMatch(text) && text.Any(c => c != '0'), "a number from 1"),
        ["FACTOR"] = (FactorForm().IsMatch, "a factor like x0.01"),
        ["RATE"] = (RateForm().IsMatch, "a rate like 2kB/s"),
        ["SIZES"] = (SizesForm().IsMatch, "sizes like 3,1,rest"),
        ["NAME"] = (NameForm().IsMatch, "a name"),
        ["FILE"] = (FileForm().IsMatch, "a file's path"),
        ["TEXT"] = (FileForm().IsMatch, "a text without spaces"),
        ["LIST"] = (text => FileForm().IsMatch(text) && text.Split(',').All(v => v.Length > 0), "values like a,b,c"),
        ["QUOTED"] = (QuotedForm().IsMatch, "a quoted text like \"250 ok\\r\\n\""),
        ["<<END"] = (DocumentForm().IsMatch, "<<END and the lines up to END"),
    };

    /// <summary>Null where the arguments fit, else where they do not and what could stand there.</summary>
    public static (int Column, string Message)? Misfit(Word word, IReadOnlyList<Token> arguments, int endColumn)
    {
        var forms = word.Usage.Split(" / ");
        var meant = Array.Find(forms, f => Fits(f.Split(' ')[0], arguments.ElementAtOrDefault(0)));
        return forms.Length == 1 || meant is not null
            ? Misfit(word, meant ?? word.Usage, arguments, endColumn)
            : Expected(word, string.Join('|', forms.Select(f => f.Split(' ')[0])), arguments.ElementAtOrDefault(0), endColumn);
    }

    private static (int, string)? Misfit(Word word, string form, IReadOnlyList<Token> arguments, int endColumn)
    {
        var at = 0;
        foreach (var item in Items(form))
        {
            var optional = item[0] == '[';
            var parts = item.Trim('[', ']').Split(' ');
            if (parts[0] == "REST" || (optional && !Fits(parts[0], arguments.ElementAtOrDefault(at))))
                at = parts[0] == "REST" ? arguments.Count : at;
            else if (FirstMisfit(parts, arguments, ref at) is { } wanted)
                return Expected(word, wanted, arguments.ElementAtOrDefault(at), endColumn);
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

    private static (int, string) Expected(Word word, string wanted, Token found, int endColumn)
    {
        var choices = wanted.Split('|');
        var text = string.Join(" or ", choices.Select(c => Kinds.TryGetValue(c, out var kind) ? kind.Example : $"'{c}'"));
        return found.Text is null
            ? (endColumn, $"@{word.Name} needs {text}")
            : (found.Column, $"@{word.Name} needs {text}, not '{found.Text}'{Suggestion.For(found.Text, choices)}");
    }

    private static bool Fits(string part, Token token) =>
        token.Text is not null && part.Split('|').Any(choice => FitsOne(choice, token.Text));

    private static bool FitsOne(string choice, string text) =>
        Kinds.TryGetValue(choice, out var kind) ? kind.Fits(text) : choice == text;

    private static IEnumerable<string> Items(string usage) => ItemForm().Matches(usage).Select(m => m.Value);

    [GeneratedRegex(@"\[[^\]]+\]|[^ ]+")]
    private static partial Regex ItemForm();

    [GeneratedRegex(@"^[0-9]{1,9}$")]
    private static partial Regex CountForm();

    [GeneratedRegex(@"^x(?=.*[1-9])[0-9]{1,9}(\.[0-9]{1,9})?$")]
    private static partial Regex FactorForm();

    [GeneratedRegex(@"^(?=0*[1-9])[0-9]{1,9}(k|M)?B/s$")]
    private static partial Regex RateForm();

    [GeneratedRegex(@"^(?=0*[1-9])[0-9]{1,9}(,(?=0*[1-9])[0-9]{1,9})*(,rest)?$")]
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
