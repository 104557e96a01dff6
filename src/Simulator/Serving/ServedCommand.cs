using SmtpSim.Transcripts;

namespace SmtpSim.Serving;

/// <summary>What the looping server just heard: the trigger a rule waits for, and the argument behind it.</summary>
/// <param name="Trigger">The keyword in capitals; <c>DOT</c> at the end of the data, <c>connect</c> at the start.</param>
/// <param name="Argument">What stands behind the keyword: <c>TO:&lt;a@b&gt; NOTIFY=NEVER</c>.</param>
public sealed record ServedCommand(string Trigger, string Argument)
{
    public static readonly ServedCommand Connect = new("connect", "");

    public static readonly ServedCommand Dot = new("DOT", "");

    public static ServedCommand Of(string line)
    {
        var space = line.IndexOf(' ', StringComparison.Ordinal);
        var word = line.AsSpan(0, space < 0 ? line.Length : space);
        return new ServedCommand(Keyword(word), space < 0 ? "" : line[(space + 1)..].Trim());
    }

    /// <summary>The address in angle brackets, brackets included; the whole argument where there are none.</summary>
    public string Address
    {
        get
        {
            var open = Argument.IndexOf('<', StringComparison.Ordinal);
            var close = open < 0 ? open : open + PathArgument.End(Argument[open..]) ?? Argument.LastIndexOf('>');
            return open >= 0 && close > open ? Argument[open..(close + 1)] : Argument;
        }
    }

    private static string Keyword(ReadOnlySpan<char> word)
    {
        foreach (var known in RuleConditions.Triggers)
        {
            // Said by a client, these are words like any other that is no command; connections and the end of a
            // message are known otherwise.
            if (known is not ("connect" or "DOT" or "*") && word.Equals(known, StringComparison.OrdinalIgnoreCase))
                return known;
        }
        var verb = word.Length <= 64 ? word.ToString().ToUpperInvariant() : "";
        return RuleConditions.IsRareVerb(verb) ? verb : "";
    }
}
