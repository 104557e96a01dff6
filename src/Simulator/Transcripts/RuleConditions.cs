using System.Globalization;

namespace SmtpSim.Transcripts;

/// <summary>When a rule answers: the part between the trigger and the arrow.</summary>
/// <param name="Pattern">A glob on the command's argument: <c>&lt;*@full.example&gt;</c> on the address in it.</param>
/// <param name="Times">How often it answers before it is used up.</param>
/// <param name="First">For <c>connect</c>: the first connection it is for, counted from 1.</param>
/// <param name="NotYetPlayed">A condition that is understood but not played yet.</param>
public sealed record RuleConditions(
    string? Pattern = null, int? Times = null, int? First = null, int? Last = null, string? NotYetPlayed = null)
{
    /// <summary>The commands a rule can wait for; <c>DOT</c> is the end of the data, <c>*</c> is any.</summary>
    public static readonly IReadOnlyList<string> Triggers =
    [
        "connect", "HELO", "EHLO", "MAIL", "RCPT", "DATA", "DOT", "RSET", "NOOP", "VRFY", "EXPN", "HELP", "QUIT",
        "STARTTLS", "AUTH", "BDAT", "*",
    ];

    /// <summary>Reads the conditions; <paramref name="wrong"/> is the index of the first that is none.</summary>
    public static RuleConditions? Parse(string trigger, IReadOnlyList<string> words, out int wrong)
    {
        var conditions = new RuleConditions();
        for (wrong = 0; wrong < words.Count;)
        {
            var (next, used) = Take(conditions, trigger, words, wrong);
            if (used == 0)
                return null;
            conditions = next;
            wrong += used;
        }
        return conditions;
    }

    private static (RuleConditions, int) Take(RuleConditions c, string trigger, IReadOnlyList<string> words, int at)
    {
        var value = words.ElementAtOrDefault(at + 1);
        return words[at] switch
        {
            "times" => Number(value) is { } times ? (c with { Times = times }, 2) : (c, 0),
            "chance" when value is { } p && p.EndsWith('%') && Number(p[..^1]) <= 100 => (Later(c, "chance"), 2),
            "seed" when Number(value) is not null => (Later(c, "seed"), 2),
            "state" when value is not null => (Later(c, "state"), 2),
            "rate" when value == ">" && words.Count > at + 2 => (Later(c, "rate"), 3),
            "tls" => (Later(c, "tls"), 1),
            var word when trigger == "connect" => Range(c, word),
            var word when c.Pattern is null && word.IndexOfAny(['<', '*', '@']) >= 0 => (c with { Pattern = word }, 1),
            _ => (c, 0),
        };
    }

    private static RuleConditions Later(RuleConditions conditions, string word) => conditions with { NotYetPlayed = word };

    private static (RuleConditions, int) Range(RuleConditions c, string word)
    {
        var ends = word.Split("..");
        var (first, last) = (Number(ends[0]), Number(ends[^1]));
        return ends.Length <= 2 && first >= 1 && last >= first ? (c with { First = first, Last = last }, 1) : (c, 0);
    }

    private static int? Number(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
