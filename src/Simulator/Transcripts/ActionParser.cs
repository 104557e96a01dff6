using System.Text.RegularExpressions;

namespace SmtpSim.Transcripts;

/// <summary>The part of a rule behind its arrow: <c>@wait 1s, S: 452 4.2.2 Mailbox full, @close</c>.</summary>
internal static partial class ActionParser
{
    /// <summary>Null, and a diagnostic, where an action is wrong. <paramref name="from"/> is where the actions begin.</summary>
    public static ValueList<Step>? Parse(SourceReader source, string text, int from)
    {
        var actions = new List<Step>();
        foreach (var (action, column) in Pieces(text, from))
        {
            Step? step = action.StartsWith('@')
                ? DirectiveParser.Parse(source, action, column)
                : LineParser.Parse(source, action, column);
            if (step is null)
                return null;
            if (Misfit(step) is { } wrong)
            {
                source.Wrong(column, wrong);
                return null;
            }
            actions.Add(step);
        }
        if (actions[^1] is not Directive last || !Words.Find(last.Word)!.Is(WordKinds.Shapes))
            return [.. actions];
        source.Wrong(text.Length, $"@{last.Word} applies to the next line, but none follows");
        return null;
    }

    private static string? Misfit(Step action) => action switch
    {
        Directive directive when Words.Find(directive.Word)!.Is(WordKinds.Answers) => null,
        Directive directive => $"@{directive.Word} cannot be an action of a rule; there are {Permitted()}",
        Line { Speaker: Speaker.Client } or Line { Form: Form.Regex or Form.Optional } =>
            "an action says a line (S: S+ S> S=) or is a directive",
        Line { Connection: not "1" } => "a rule answers on the connection that asked: S: without a number",
        Line line when ReplyPattern.IsOnlyExpected(line.Text) =>
            $"'{line.Text}' names several codes: it can be expected, but a server says one",
        _ => null,
    };

    private static string Permitted() =>
        string.Join(' ', Words.All.Where(w => w.Is(WordKinds.Answers)).Select(w => $"@{w.Name}"));

    private static IEnumerable<(string Text, int Column)> Pieces(string text, int from)
    {
        for (var at = from; ;)
        {
            var quoted = Quoted().Match(text, at);
            var comma = Separator().Match(text, quoted.Success ? at + quoted.Length : at);
            yield return (text[at..(comma.Success ? comma.Index : text.Length)], at);
            if (!comma.Success)
                yield break;
            at = comma.Index + comma.Length;
        }
    }

    // A comma may stand in a reply's text; one before a directive or a line separates two actions.
    [GeneratedRegex(@", (?=@[a-z]|[CS]([0-9]{1,4}|\[[^\]]*\])?[:+>=~?])")]
    private static partial Regex Separator();

    // Octets and quoted arguments are taken whole.
    [GeneratedRegex("""\G(?:[CS][^ ]*> |@[a-z]+ )"(?:[^"\\]|\\.)*"(?=, |$)""")]
    private static partial Regex Quoted();
}
