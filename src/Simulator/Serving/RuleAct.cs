using SmtpSim.Playing;
using SmtpSim.Transcripts;

namespace SmtpSim.Serving;

/// <summary>One thing that a rule does, made ready: shapes are part of the line they apply to.</summary>
public abstract record RuleAct
{
    /// <summary>Says a line. <paramref name="Ready"/>: its octets, where no value has to be filled in.</summary>
    /// <param name="IsLast">It is the last thing that this rule says.</param>
    public sealed record Say(Line Line, Shape Shape, ReadOnlyMemory<byte>? Ready, bool IsLast) : RuleAct;

    public sealed record Wait(TimeSpan Time) : RuleAct;

    public sealed record Do(Directive Directive) : RuleAct;

    public static ValueList<RuleAct> Of(ValueList<Step> actions)
    {
        var (acts, shape) = (new List<RuleAct>(), Shape.Whole);
        var last = actions.OfType<Line>().LastOrDefault(l => l is not { Form: Form.Octets, Text: "\"\"" });
        foreach (var action in actions)
        {
            if (action is Directive shaping && Words.Find(shaping.Word)!.Is(WordKinds.Shapes))
            {
                shape = shape.With(shaping);
                continue;
            }
            acts.Add(action switch
            {
                Line line => new Say(line, shape, Prepared(line, shape), ReferenceEquals(line, last)),
                Directive { Word: "wait" } wait => new Wait(Durations.Parse(wait.Arguments[0])),
                _ => new Do((Directive)action),
            });
            shape = Shape.Whole;
        }
        return [.. acts];
    }

    private static ReadOnlyMemory<byte>? Prepared(Line line, Shape shape) =>
        Variables.Names(line.Text + shape.Inject).Any()
            ? default(ReadOnlyMemory<byte>?)
            : Utterance.Of(line, shape, new Variables());
}
