using SmtpSim.Transcripts;

namespace SmtpSim.Playing;

/// <summary>The rules of a looping server. Counts what was used up over all connections.</summary>
public sealed class RuleSet
{
    private readonly Lock _lock = new();
    private readonly List<ArmedRule> _rules;

    /// <exception cref="UnusableFileException">A rule uses what cannot be played yet.</exception>
    public RuleSet(TranscriptSource source)
    {
        _rules = [.. source.Transcript.Steps.OfType<Rule>().Select(rule => Arm(rule, source.File))];
        Capabilities = CapabilitiesOf(source.Transcript);
        foreach (var step in source.Transcript.Steps.Where(s => s is Line or Block))
            throw new UnusableFileException(source.File, step.At.Number, 1,
                "a script with @serve or @on answers by rules only: a line in order cannot stand beside them");
    }

    /// <summary>The keyword lines of the reply to EHLO.</summary>
    public ValueList<string> Capabilities { get; }

    /// <summary>
    /// The first rule that answers this command on this connection and is not used up; it is used once more.
    /// </summary>
    public Rule? Take(ServedCommand command, int connection)
    {
        lock (_lock)
        {
            var found = _rules.Find(r => r.Answers(command, connection));
            if (found is null)
                return null;
            found.Used++;
            return found.Rule;
        }
    }

    private static ArmedRule Arm(Rule rule, string file)
    {
        var conditions = RuleConditions.Parse(rule.Trigger, rule.Conditions, out _)!;
        if (conditions.NotYetPlayed is { } word)
            throw new UnusableFileException(file, rule.At.Number, 1,
                $"the condition '{word}' is not supported yet: it is understood but cannot be played");
        var later = rule.Actions.OfType<Directive>().FirstOrDefault(a => Words.Find(a.Word)!.Is(WordKinds.NotYetPlayed));
        if (later is not null)
            throw new UnusableFileException(file, rule.At.Number, 1,
                $"@{later.Word} is not supported yet: it is understood but cannot be played");
        return new ArmedRule(rule, conditions);
    }

    private static ValueList<string> CapabilitiesOf(Transcript transcript)
    {
        var serve = transcript.Steps.OfType<Directive>().FirstOrDefault(d => d.Word == "serve");
        var caps = serve?.Arguments.SkipWhile(a => a != "caps").Skip(1) ?? [];
        return [.. string.Join(' ', caps).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
    }

    private sealed class ArmedRule(Rule rule, RuleConditions conditions)
    {
        public Rule Rule => rule;

        public int Used { get; set; }

        public bool Answers(ServedCommand command, int connection) =>
            (rule.Trigger == command.Trigger || (rule.Trigger == "*" && command.Trigger != "connect"))
            && !(Used >= conditions.Times)
            && !(connection < conditions.First || connection > conditions.Last)
            && (conditions.Pattern is not { } pattern || FitsPattern(pattern, command));

        // <*@full.example> is held against the address, any other pattern against the whole argument.
        private static bool FitsPattern(string pattern, ServedCommand command) =>
            Pattern.Matches(pattern, pattern[0] == '<' ? command.Address : command.Argument, new Variables());
    }
}
