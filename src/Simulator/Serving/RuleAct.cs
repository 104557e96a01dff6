using SmtpSim.Playing;
using SmtpSim.Transcripts;

namespace SmtpSim.Serving;

/// <summary>One thing that a rule does, made ready: shapes are part of the line they apply to.</summary>
public abstract record RuleAct
{
    /// <summary>Says lines in one write. <paramref name="Ready"/>: their octets, where no value has to be filled in.</summary>
    public sealed record Say(ValueList<Line> Lines, Shape Shape, ReadOnlyMemory<byte>? Ready) : RuleAct;

    public sealed record Wait(TimeSpan Time) : RuleAct;

    public sealed record Do(Directive Directive) : RuleAct;

    public static ValueList<RuleAct> Of(ValueList<Step> actions)
    {
        var (acts, shape) = (new List<RuleAct>(), Shape.Whole);
        foreach (var action in actions)
        {
            if (action is Directive shaping && Words.Find(shaping.Word)!.Is(WordKinds.Shapes))
            {
                shape = shape.With(shaping);
                continue;
            }
            if (action is Line { Form: Form.Joined } joined && acts.LastOrDefault() is Say say)
            {
                acts[^1] = Saying([.. say.Lines, joined], say.Shape);
                continue;
            }
            acts.Add(action switch
            {
                Line line => Saying([line], shape),
                Directive { Word: "wait" } wait => new Wait(Durations.Parse(wait.Arguments[0])),
                _ => new Do((Directive)action),
            });
            shape = Shape.Whole;
        }
        return [.. acts];
    }

    private static Say Saying(ValueList<Line> lines, Shape shape) => new(
        lines,
        shape,
        lines.Any(l => Variables.HasNames(l.Text + shape.Inject))
            ? default(ReadOnlyMemory<byte>?)
            : Utterance.Of(lines, shape, new Variables()));
}
