using System.Globalization;
using System.Text.RegularExpressions;

namespace SmtpSim.Transcripts;

/// <summary>Numbers from a first to a last, both counted from 1: <c>3</c>, <c>2..4</c>.</summary>
public sealed record Turns(int First, int Last)
{
    public bool Has(int number) => number >= First && number <= Last;
}

/// <summary>So many in a time: <c>5/s</c>.</summary>
public sealed record Frequency(int Count, TimeSpan Time);

/// <summary>Over what a rule counts its turns.</summary>
public enum CountedOver
{
    Server,
    Connection,
    Transaction,
}

/// <summary>When a rule answers: the part between the trigger and the arrow. Null: it does not matter.</summary>
/// <param name="Pattern">A glob on the command's argument: <c>&lt;*@full.example&gt;</c> on the address in it.</param>
/// <param name="Times">Which of those that fit it answers: <c>times 2</c> the first two, <c>times 3..3</c> the third.</param>
/// <param name="Connections">For <c>connect</c>: the connections it is for.</param>
/// <param name="Chance">Percent of the commands that fit.</param>
/// <param name="Seed">What the chances are drawn from; null: from the server's seed.</param>
/// <param name="Above">It answers only what comes more often than this.</param>
/// <param name="State">A state of <see cref="States"/>.</param>
/// <param name="Tls">Whether TLS is on.</param>
/// <param name="Authenticated">Whether the client has authenticated.</param>
public sealed partial record RuleConditions(
    string? Pattern = null, Turns? Times = null, Turns? Connections = null, double? Chance = null, int? Seed = null,
    Frequency? Above = null, string? State = null, bool? Tls = null, bool? Authenticated = null,
    CountedOver Per = CountedOver.Server)
{
    // Far above any burst a test counts; each is a timestamp in memory.
    private const int MostCounted = 100_000;

    /// <summary>The commands a rule can wait for; <c>DOT</c> is the end of the data, <c>*</c> is any.</summary>
    public static readonly IReadOnlyList<string> Triggers =
    [
        "connect", "HELO", "EHLO", "LHLO", "MAIL", "RCPT", "DATA", "DOT", "RSET", "NOOP", "VRFY", "EXPN", "HELP", "QUIT",
        "STARTTLS", "AUTH", "BDAT", "ETRN", "XCLIENT", "*",
    ];

    // RFC 821, 1985, 2645, 4468: known to few; RFC 5321 4.1.5: an X stands before what two have agreed on.
    private static readonly string[] RareVerbs = ["SEND", "SOML", "SAML", "TURN", "ATRN", "BURL"];

    /// <summary>Something else that a client may say, and a rule may wait for.</summary>
    public static bool IsRareVerb(string word) => RareVerbs.Contains(word) || PrivateVerb().IsMatch(word);

    /// <summary>Where a client can be: before EHLO, behind it, behind MAIL, behind a RCPT that was accepted.</summary>
    public static readonly IReadOnlyList<string> States = ["connected", "greeted", "mail", "rcpt"];

    /// <summary>The words that begin a condition.</summary>
    public static readonly IReadOnlyList<string> Names =
        ["times", "chance", "seed", "state", "rate", "per", "tls", "plain", "auth", "anonymous"];

    /// <summary>Reads the conditions; <paramref name="wrong"/> is the index of the first that is none.</summary>
    public static RuleConditions? Parse(string trigger, IReadOnlyList<string> words, out int wrong)
    {
        var conditions = new RuleConditions();
        for (wrong = 0; wrong < words.Count;)
        {
            var (next, used) = Take(conditions, trigger, words, wrong);
            if (next is null || IsSaidAgain(words, wrong))
                return null;
            conditions = next;
            wrong += used;
        }
        wrong = words.ToList().IndexOf(conditions.Idle ?? "");
        return conditions.Idle is null ? conditions : null;
    }

    // What belongs to another that is not there.
    private string? Idle => Seed is not null && Chance is null ? "seed"
        : Per != CountedOver.Server && Chance is null && Times is null && Above is null ? "per"
        : null;

    private static (RuleConditions?, int) Take(RuleConditions c, string trigger, IReadOnlyList<string> words, int at) =>
        (words[at], words.ElementAtOrDefault(at + 1)) switch
        {
            ("times", { } value) => (TurnsOf(value, upTo: true) is { } t ? c with { Times = t } : null, 2),
            ("chance", { } value) => (Percent(value) is { } p ? c with { Chance = p } : null, 2),
            ("seed", { } value) => (Number(value) is { } seed ? c with { Seed = seed } : null, 2),
            ("state", { } value) => (States.Contains(value) ? c with { State = value } : null, 2),
            ("rate", ">") => (FrequencyOf(words.ElementAtOrDefault(at + 2)) is { } f ? c with { Above = f } : null, 3),
            ("per", "connection") => (c with { Per = CountedOver.Connection }, 2),
            ("per", "transaction") => (c with { Per = CountedOver.Transaction }, 2),
            ("tls" or "plain", _) => (c with { Tls = words[at] == "tls" }, 1),
            ("auth" or "anonymous", _) => (c with { Authenticated = words[at] == "auth" }, 1),
            var (word, _) when trigger == "connect" =>
                (c.Connections is null && TurnsOf(word, upTo: false) is { } numbers ? c with { Connections = numbers } : null, 1),
            var (word, _) =>
                (c.Pattern is null && word.IndexOfAny(['<', '*', '@']) >= 0 ? c with { Pattern = word } : null, 1),
        };

    /// <summary>What is wrong at a word that is no condition, or whose value is none.</summary>
    public static string Misfit(IReadOnlyList<string> words, int at)
    {
        var value = words.ElementAtOrDefault(words[at] == "rate" ? at + 2 : at + 1);
        var needs = words[at] switch
        {
            "times" => "N or N..M, N from 1, like 2 or 3..3",
            "chance" => "a percentage up to 100%, like 12.5%",
            "seed" => "a number",
            "rate" => $"> N/s, N/m or N/h, N from 1 to {MostCounted}, like rate > 5/s",
            "per" => "connection or transaction",
            "state" => string.Join(", ", States),
            _ => null,
        };
        var partner = words[at] switch
        {
            "seed" when Number(value) is not null => "a chance beside it, like chance 10%",
            "per" when value is "connection" or "transaction" => "something to count beside it: times, rate or chance",
            _ => null,
        };
        return IsSaidAgain(words, at) ? $"'{words[at]}' says once more what a condition in front of it says"
            : partner is not null ? $"'{words[at]}' needs {partner}"
            : needs is null ? $"'{words[at]}' is no condition{Suggestion.For(words[at], Names)}"
            : value is null ? $"'{words[at]}' needs {needs}"
            : $"'{words[at]}' needs {needs}, not '{value}'";
    }

    // No value is a condition's name.
    private static bool IsSaidAgain(IReadOnlyList<string> words, int at) =>
        words.Take(at).Any(w => Names.Contains(w) && Kind(w) == Kind(words[at]));

    private static string Kind(string name) => name switch
    {
        "plain" => "tls",
        "anonymous" => "auth",
        _ => name,
    };

    private static Turns? TurnsOf(string text, bool upTo)
    {
        var ends = text.Split("..");
        var (first, last) = (Number(ends[0]), Number(ends[^1]));
        return ends.Length switch
        {
            1 when upTo && last is >= 1 and var times => new Turns(1, times),
            1 or 2 when first >= 1 && last >= first => new Turns(first.Value, last.Value),
            _ => null,
        };
    }

    private static double? Percent(string text) =>
        PercentForm().IsMatch(text) && double.Parse(text[..^1], CultureInfo.InvariantCulture) is <= 100 and var p ? p : null;

    private static Frequency? FrequencyOf(string? text)
    {
        var match = FrequencyForm().Match(text ?? "");
        if (!match.Success || Number(match.Groups[1].Value) is not (>= 1 and <= MostCounted and var count))
            return null;
        var unit = match.Groups[2].Value switch { "s" => 1, "m" => 60, _ => 3600 };
        return new Frequency(count, TimeSpan.FromSeconds(unit));
    }

    private static int? Number(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    [GeneratedRegex(@"^[0-9]{1,3}(\.[0-9]{1,6})?%$")]
    private static partial Regex PercentForm();

    [GeneratedRegex("^X[A-Z0-9-]{1,63}$")]
    private static partial Regex PrivateVerb();

    [GeneratedRegex("^([0-9]{1,6})/([smh])$")]
    private static partial Regex FrequencyForm();
}
