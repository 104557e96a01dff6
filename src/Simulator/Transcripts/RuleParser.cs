namespace SmtpSim.Transcripts;

/// <summary><c>@on RCPT &lt;*@full.example&gt; times 2 -> @wait 1s, S: 452 4.2.2 Mailbox full</c>.</summary>
internal static class RuleParser
{
    /// <summary>Null, and a diagnostic, where the rule is wrong.</summary>
    public static Step? Parse(SourceReader source, string text)
    {
        var arrow = text.IndexOf(" -> ", StringComparison.Ordinal);
        if (arrow < 0)
            return source.Wrong(text.Length, "'->' and what to do are missing: @on RCPT -> S: 450 4.2.1 Busy");
        var tokens = Token.Split(text[..arrow], "@on".Length);
        if (tokens.Count == 0)
            return source.Wrong(arrow, $"@on needs a trigger: {string.Join(", ", RuleConditions.Triggers)}");
        var trigger = tokens[0];
        if (!RuleConditions.Triggers.Contains(trigger.Text) && !RuleConditions.IsRareVerb(trigger.Text))
            return source.Wrong(trigger.Column, UnknownTrigger(trigger.Text));
        ValueList<string> conditions = [.. tokens[1..].Select(t => t.Text)];
        if (RuleConditions.Parse(trigger.Text, conditions, out var wrong) is null)
            return source.Wrong(tokens[wrong + 1].Column, UnknownCondition(trigger.Text, conditions, wrong));
        if (conditions.Select(Pattern.Misfit).FirstOrDefault(m => m is not null) is var (_, why))
            return source.Wrong(trigger.Column, why);
        return ActionParser.Parse(source, text, arrow + 4) is { } actions
            ? new Rule(source.Here, trigger.Text, conditions, actions)
            : null;
    }

    private static string UnknownTrigger(string trigger) =>
        $"'{trigger}' is nothing a rule can wait for{Suggestion.For(trigger, RuleConditions.Triggers)}; "
        + $"there are {string.Join(", ", RuleConditions.Triggers)}, and verbs that begin with X";

    private static string UnknownCondition(string trigger, IReadOnlyList<string> words, int wrong) =>
        RuleConditions.Misfit(words, wrong)
        + "; there are "
        + (trigger == "connect" ? "the connection's number N or N..M" : "a pattern like <*@full.example>")
        + ", times N or N..M, per connection|transaction, chance P%, seed N, rate > N/s, "
        + $"state {string.Join('|', RuleConditions.States)}, tls|plain and auth|anonymous";
}
