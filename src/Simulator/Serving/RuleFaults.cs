using SmtpSim.Playing;
using SmtpSim.Transcripts;

namespace SmtpSim.Serving;

/// <summary>What a rule that is well formed cannot do all the same.</summary>
internal static class RuleFaults
{
    /// <param name="known">What has a value when the rule acts.</param>
    /// <returns>Why, of each such action.</returns>
    public static IEnumerable<string> Of(Rule rule, IReadOnlySet<string> known) =>
        rule.Actions.OfType<Directive>().Where(a => a.Word == "tls").Select(TlsPlay.Misfit)
            .Concat(rule.Actions.OfType<Line>().SelectMany(l => Variables.Misfits(l.Text, known)))
            .Append(BehindEnd(rule.Actions))
            .Append(ShapedApart(rule.Actions))
            .OfType<string>();

    private static string? BehindEnd(ValueList<Step> actions)
    {
        var end = actions.OfType<Directive>().FirstOrDefault(Ends);
        var unsaid = actions.SkipWhile(a => !ReferenceEquals(a, end)).FirstOrDefault(a => a is Line or Directive { Word: "tls" });
        return end is null || unsaid is null
            ? null
            : $"'{TranscriptWriter.Show(unsaid)}' stands behind '{TranscriptWriter.Show(end)}', where nothing can be said: "
                + "put it before";
    }

    private static string? ShapedApart(ValueList<Step> actions)
    {
        var shaped = actions.Zip(actions.Skip(1)).FirstOrDefault(p =>
            p is (Directive shape, Line { Form: Form.Joined }) && Words.Find(shape.Word)!.Is(WordKinds.Shapes));
        return shaped.First is Directive directive
            ? $"@{directive.Word} shapes a whole write: put it before the first line that is joined"
            : null;
    }

    private static bool Ends(Directive directive) =>
        directive.Word is "close" or "reset" || (directive.Word == "shutdown" && directive.Arguments.Contains("write"));
}
