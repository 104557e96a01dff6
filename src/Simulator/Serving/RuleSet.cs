using SmtpSim.Playing;
using SmtpSim.Transcripts;

namespace SmtpSim.Serving;

/// <summary>The rule that answers a command, with the server's values and what its pattern captured.</summary>
public readonly record struct RuleAnswer(ArmedRule Rule, Variables Values);

/// <summary>
/// The rules of a looping server. Counts what was used up over all connections; rules come and go while it serves.
/// </summary>
public sealed class RuleSet
{
    private readonly Lock _lock = new();
    private readonly Variables _values;
    private readonly TimeProvider _clock;
    private readonly int _seed;
    private Snapshot _now = Snapshot.Of([]);
    private int _given;
    private int _changes;

    /// <param name="values">What <c>{{name}}</c> stands for in the rules.</param>
    /// <param name="seed">What rules without a seed of their own draw their chances from.</param>
    /// <exception cref="UnusableFileException">A rule uses what cannot be played yet, or a value that nobody gives.</exception>
    public RuleSet(TranscriptSource source, Variables values, TimeProvider clock, int seed)
    {
        (_values, _clock, _seed) = (values, clock, seed);
        Offer = new Offer(CapabilitiesOf(source));
        AddAll(source);
    }

    /// <summary>What the reply to EHLO offers.</summary>
    public Offer Offer { get; }

    /// <summary>What <c>{{name}}</c> stands for.</summary>
    public Variables Values => _values;

    /// <summary>In the order in which they are asked.</summary>
    public IReadOnlyList<ArmedRule> Rules => Volatile.Read(ref _now).All;

    /// <summary>How often rules have come or gone since it was made.</summary>
    public int Changes => Volatile.Read(ref _changes);

    /// <summary>Rules that are asked before those that are there, in the order in which they stand.</summary>
    /// <exception cref="UnusableFileException">None was added, because one of them cannot be.</exception>
    public IReadOnlyList<ArmedRule> Add(TranscriptSource source)
    {
        if (source.Transcript.Steps.OfType<Directive>().FirstOrDefault() is { } settled)
            throw new UnusableFileException(source.File, settled.At.Number, 1,
                $"@{settled.Word} is settled when a server is made or its script loaded; only rules can be added");
        var added = AddAll(source);
        if (added.Count > 0)
            Interlocked.Increment(ref _changes);
        return added;
    }

    private List<ArmedRule> AddAll(TranscriptSource source)
    {
        var stray = source.Transcript.Steps.FirstOrDefault(
            s => s is not (Rule or Remark or Directive { Word: "serve" or "listen" }));
        if (stray is { } step)
            throw new UnusableFileException(source.File, step.At.Number, 1,
                "a script with @serve or @on answers by rules only: a line in order cannot stand beside them");
        lock (_lock)
        {
            var (added, faults, given, isWhole) = (new List<ArmedRule>(), new Faults(), _given, true);
            foreach (var rule in source.Transcript.Steps.OfType<Rule>())
                isWhole &= faults.Try(() => added.Add(Arm(Found(rule, source), source.File)));
            // Seeds hang on numbers: those that come next are as if these had never been.
            if (!isWhole)
                _given = given;
            faults.ThrowIfAny();
            if (added.Count > 0)
                Volatile.Write(ref _now, Snapshot.Of([.. added, .. _now.All]));
            return added;
        }
    }

    /// <summary>False where there is no such rule.</summary>
    public bool Remove(int id)
    {
        lock (_lock)
        {
            if (!_now.All.Any(r => r.Id == id))
                return false;
            Volatile.Write(ref _now, Snapshot.Of([.. _now.All.Where(r => r.Id != id)]));
            Interlocked.Increment(ref _changes);
            return true;
        }
    }

    /// <summary>
    /// The first rule that answers this command on this connection and is not used up; it is used once more.
    /// </summary>
    public RuleAnswer? Take(ServedCommand command, RuleMoment moment)
    {
        foreach (var rule in Volatile.Read(ref _now).For(command))
        {
            var values = rule.Captures ? _values.Copy() : _values;
            if (rule.Misfit(command, moment, values) is null && rule.TakesTurn(moment, _clock.GetTimestamp(), _clock))
                return new RuleAnswer(rule, values);
        }
        return null;
    }

    /// <summary>
    /// Why each rule that waits for such a command did not answer it: <c>rule 3 (line 7) fits all but the address</c>.
    /// </summary>
    public IEnumerable<string> NearMisses(ServedCommand command, RuleMoment moment) => Volatile.Read(ref _now).For(command)
        .Where(rule => rule.IsFor(command))
        .Select(rule => (rule, Misfits: string.Join(" and ", rule.Misfits(command, moment, _values.Copy()))))
        .Select(r => $"rule {r.rule.Id} (line {r.rule.Rule.At.Number}) fits all but "
            + (r.Misfits.Length > 0 ? r.Misfits : "its turn: times, rate or chance"));

    // The files that it names.
    private static Rule Found(Rule rule, TranscriptSource source) => rule with
    {
        Actions = [.. rule.Actions.Select(a => a is Directive directive ? source.WithCertificate(directive) : a)],
    };

    private ArmedRule Arm(Rule rule, string file)
    {
        var conditions = RuleConditions.Parse(rule.Trigger, rule.Conditions, out _)!;
        var known = _values.Values.Keys.Concat(Pattern.Names(conditions.Pattern ?? "")).ToHashSet();
        Diagnostic[] faults = [.. RuleFaults.Of(rule, known).Select(why => new Diagnostic(file, rule.At.Number, 1, why))];
        if (faults.Length > 0)
            throw new UnusableFileException(faults);
        var id = ++_given;
        try
        {
            return new ArmedRule(id, rule, conditions, conditions.Seed ?? unchecked(_seed + id), _values);
        }
        catch (MissingValueException missing)
        {
            throw new UnusableFileException(file, rule.At.Number, 1, missing.Message);
        }
    }

    private static ValueList<string> CapabilitiesOf(TranscriptSource source)
    {
        Directive[] serves = [.. source.Transcript.Steps.OfType<Directive>().Where(d => d.Word == "serve")];
        if (serves.Length > 1)
            throw new UnusableFileException(source.File, serves[1].At.Number, 1, "@serve stands twice: one has all caps");
        var caps = serves.FirstOrDefault()?.Arguments.SkipWhile(a => a != "caps").Skip(1) ?? [];
        ValueList<string> said =
            [.. string.Join(' ', caps).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
        return Offer.Misfit(said) is { } why ? throw new UnusableFileException(source.File, serves[0].At.Number, 1, why) : said;
    }

    /// <summary>The rules of a moment; those for one trigger are found at once.</summary>
    private sealed record Snapshot(ArmedRule[] All, Dictionary<string, ArmedRule[]> ByTrigger, ArmedRule[] ForAny)
    {
        public static Snapshot Of(ArmedRule[] all)
        {
            var byTrigger = all.Select(r => r.Rule.Trigger).Distinct()
                .ToDictionary(t => t, t => all.Where(r => r.Rule.Trigger == t || IsForAny(r)).ToArray());
            return new Snapshot(all, byTrigger, [.. all.Where(IsForAny)]);
        }

        public ArmedRule[] For(ServedCommand command) => ByTrigger.GetValueOrDefault(command.Trigger, ForAny);

        private static bool IsForAny(ArmedRule rule) => rule.Rule.Trigger == "*";
    }
}
