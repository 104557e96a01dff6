using System.Text;
using System.Text.RegularExpressions;
using SmtpSim.Transcripts;

namespace SmtpSim.Serving;

/// <summary>What a rule looks at besides the command itself.</summary>
/// <param name="Number">The connection's, counted from 1.</param>
/// <param name="Turns">What was counted on this connection, and in this transaction.</param>
public readonly record struct RuleMoment(int Number, ServedState State, TurnsOfSession Turns);

/// <summary>A rule of a looping server, ready to answer.</summary>
/// <param name="id">Its number among the server's rules, counted from 1; never given twice.</param>
public sealed class ArmedRule(int id, Rule rule, RuleConditions conditions, int seed, Variables values)
{
    private readonly RuleTurns _turns = new();
    private readonly bool _isTimeless = conditions is { Connections: null, State: null, Tls: null, Authenticated: null };
    private readonly Regex? _pattern = conditions.Pattern is { } p && !p.Contains('{') ? Pattern.Compile(p, values) : null;

    // Null where that is no other one.
    private readonly Regex? _small = conditions.Pattern is { } p && !p.Contains('{') && SmallDomain(p) is var small && small != p
        ? Pattern.Compile(small, values) : null;

    public int Id => id;

    public Rule Rule => rule;

    /// <summary>Its pattern gives values to names.</summary>
    public bool Captures => conditions.Pattern?.Contains('{') ?? false;

    public ValueList<RuleAct> Acts { get; } = RuleAct.Of(rule.Actions);

    /// <summary>What its chances are drawn from; null where nothing is left to chance.</summary>
    public int? Seed => conditions.Chance is null ? null : seed;

    /// <summary>Null where it answers this command; else the first thing that does not fit. Counts nothing.</summary>
    /// <param name="captured">Takes what the pattern captures.</param>
    public string? Misfit(ServedCommand command, RuleMoment moment, Variables captured)
    {
        return IsFor(command) ? MomentMisfit(moment) ?? PatternMisfit(command, captured) : "the command";
    }

    public bool IsFor(ServedCommand command) =>
        rule.Trigger == command.Trigger || (rule.Trigger == "*" && command != ServedCommand.Connect);

    /// <summary>All that does not fit of a rule for such a command; none where it is only not its turn. Counts nothing.</summary>
    public IEnumerable<string> Misfits(ServedCommand command, RuleMoment moment, Variables captured)
    {
        string[] others = [.. MomentMisfits(moment)];
        // To explain it must neither end nor hold up what it would not have.
        if (others.Length > 0 && conditions.Pattern is { } untried && Pattern.MayRunAway(untried))
            return [.. others, "perhaps its pattern, which was not tried"];
        return PatternMisfit(command, captured) is { } pattern ? [.. others, pattern] : others;
    }

    /// <summary>Counts a command that fits; false where it is not this rule's turn.</summary>
    public bool TakesTurn(RuleMoment moment, long now, TimeProvider clock)
    {
        var turns = conditions.Per switch
        {
            CountedOver.Server => _turns,
            CountedOver.Connection => moment.Turns.OnConnection(this),
            _ => moment.Turns.InTransaction(this),
        };
        lock (turns)
        {
            return (conditions.Above is not { } frequency || turns.IsAbove(frequency, now, clock))
                && (conditions.Chance is not { } percent || turns.Draw(seed) < percent / 100)
                && (conditions.Times is not { } times || times.Has(turns.Next()));
        }
    }

    private string? PatternMisfit(ServedCommand command, Variables captured) =>
        conditions.Pattern is null || FitsPattern(command, captured) ? null
        : conditions.Pattern[0] == '<' ? "the address" : "the argument";

    // What most rules have none of costs nothing.
    private string? MomentMisfit(RuleMoment moment) => _isTimeless ? null : MomentMisfits(moment).FirstOrDefault();

    private IEnumerable<string> MomentMisfits(RuleMoment moment)
    {
        if (conditions.Connections is { } connections && !connections.Has(moment.Number))
            yield return "the connection's number";
        if (conditions.State is { } state && state != moment.State.Name)
            yield return "the state";
        if (conditions.Tls is { } tls && tls != moment.State.Tls)
            yield return "TLS";
        if (conditions.Authenticated is { } known && known != moment.State.Identity is not null)
            yield return "the authentication";
    }

    // RFC 5321 2.4: capitals of a domain say nothing, those of a local part may.
    private static string SmallDomain(string text) =>
        text.StartsWith('<') && text.LastIndexOf('@') is >= 0 and var at && HasCapitals(text.AsSpan(at))
            ? text[..at] + text[at..].ToLowerInvariant()
            : text;

    // Or may have some.
    private static bool HasCapitals(ReadOnlySpan<char> domain) => domain.ContainsAnyInRange('A', 'Z') || !Ascii.IsValid(domain);

    // <*@full.example> is held against the address, any other pattern against the whole argument.
    private bool FitsPattern(ServedCommand command, Variables captured)
    {
        var heard = conditions.Pattern![0] == '<' ? command.Address : command.Argument;
        if (_pattern is null)
            return Pattern.Matches(conditions.Pattern, heard, captured);
        return _pattern.IsMatch(heard)
            || (SmallDomain(heard) is var small && (_small is not null || small != heard) && (_small ?? _pattern).IsMatch(small));
    }
}
