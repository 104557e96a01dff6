using SmtpSim.Transcripts;

namespace SmtpSim.Playing;

/// <summary>The rules of a looping server. Counts what was used up over all connections.</summary>
public sealed class RuleSet
{
    private readonly Lock _lock = new();
    private readonly List<CountedRule> _rules;
    private readonly Variables _values;

    /// <param name="values">What <c>{{name}}</c> stands for in the rules.</param>
    /// <exception cref="UnusableFileException">A rule uses what cannot be played yet, or a value that nobody gives.</exception>
    public RuleSet(TranscriptSource source, Variables values)
    {
        _values = values;
        foreach (var step in source.Transcript.Steps.Where(s => s is not (Rule or Remark or Directive { Word: "serve" })))
            throw new UnusableFileException(source.File, step.At.Number, 1,
                "a script with @serve or @on answers by rules only: a line in order cannot stand beside them");
        _rules = [.. source.Transcript.Steps.OfType<Rule>().Select(rule => Arm(rule, source.File))];
        Capabilities = CapabilitiesOf(source.Transcript);
    }

    /// <summary>The keyword lines of the reply to EHLO.</summary>
    public ValueList<string> Capabilities { get; }

    /// <summary>
    /// The first rule that answers this command on this connection and is not used up; it is used once more.
    /// </summary>
    public ArmedRule? Take(ServedCommand command, int connection)
    {
        foreach (var counted in _rules)
        {
            var values = _values.Copy();
            // The pattern is held against the command outside the lock: others need not wait for a slow one.
            if (counted.IsFor(command, connection, values) && UseUp(counted))
                return new ArmedRule(counted.Actions, values);
        }
        return null;
    }

    private bool UseUp(CountedRule rule)
    {
        lock (_lock)
            return rule.TryUse();
    }

    private CountedRule Arm(Rule rule, string file)
    {
        var conditions = RuleConditions.Parse(rule.Trigger, rule.Conditions, out _)!;
        var later = conditions.NotYetPlayed is { } word ? $"the condition '{word}'" : LaterAction(rule);
        if (later is not null)
            throw new UnusableFileException(
                file, rule.At.Number, 1, $"{later} is not supported yet: it is understood but cannot be played");
        var known = _values.Values.Keys.Concat(Pattern.Names(conditions.Pattern ?? "")).ToHashSet();
        var unknown = rule.Actions.OfType<Line>().SelectMany(l => Variables.Names(l.Text)).Except(known).FirstOrDefault();
        return unknown is null
            ? new CountedRule(rule, conditions)
            : throw new UnusableFileException(file, rule.At.Number, 1,
                $"nothing says what '{{{{{unknown}}}}}' is: no --set and no {{{unknown}}} in the pattern");
    }

    private static string? LaterAction(Rule rule) => rule.Actions.OfType<Directive>()
        .Where(a => Words.Find(a.Word)!.Is(WordKinds.NotYetPlayed))
        .Select(a => $"@{a.Word}")
        .FirstOrDefault();

    private static ValueList<string> CapabilitiesOf(Transcript transcript)
    {
        var serve = transcript.Steps.OfType<Directive>().FirstOrDefault(d => d.Word == "serve");
        var caps = serve?.Arguments.SkipWhile(a => a != "caps").Skip(1) ?? [];
        return [.. string.Join(' ', caps).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
    }

    private sealed class CountedRule(Rule rule, RuleConditions conditions)
    {
        private int _used;

        public ValueList<Step> Actions => rule.Actions;

        public bool IsFor(ServedCommand command, int connection, Variables values) =>
            (rule.Trigger == command.Trigger || (rule.Trigger == "*" && command.Trigger != "connect"))
            && !(connection < conditions.First || connection > conditions.Last)
            && (conditions.Pattern is not { } pattern || FitsPattern(pattern, command, values));

        /// <summary>False where it is used up.</summary>
        public bool TryUse() => conditions.Times is not { } times || _used++ < times;

        // <*@full.example> is held against the address, any other pattern against the whole argument.
        private static bool FitsPattern(string pattern, ServedCommand command, Variables values) =>
            Pattern.Matches(pattern, pattern[0] == '<' ? command.Address : command.Argument, values);
    }
}

/// <summary>A rule that answers one command.</summary>
/// <param name="Values">The server's values, and what the rule's pattern captured.</param>
public sealed record ArmedRule(ValueList<Step> Actions, Variables Values)
{
    /// <summary>The last thing it says, null where it says nothing.</summary>
    public Line? LastLine { get; } = Actions.OfType<Line>().LastOrDefault(l => l is not { Form: Form.Octets, Text: "\"\"" });
}
