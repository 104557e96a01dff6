using SmtpSim.Transcripts;

namespace SmtpSim.Serving;

/// <summary>What a rule has counted: its turns, its draws, and when the last commands came.</summary>
public sealed class RuleTurns
{
    private readonly Queue<long> _recent = [];
    private ulong _drawn;
    private int _turn;

    /// <summary>The number of this turn, counted from 1.</summary>
    public int Next() => _turn < int.MaxValue ? ++_turn : _turn;

    /// <summary>
    /// The next of a row of numbers from 0 to 1 that depends on nothing but the seed (SplitMix64 by Steele, Lea, Flood).
    /// </summary>
    public double Draw(int seed)
    {
        var z = ((ulong)(uint)seed << 32) + (++_drawn * 0x9E3779B97F4A7C15);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return ((z ^ (z >> 31)) >> 11) * (1.0 / (1UL << 53));
    }

    /// <summary>True where this command and those before it come more often than the frequency.</summary>
    public bool IsAbove(Frequency frequency, long now, TimeProvider clock)
    {
        while (_recent.TryPeek(out var oldest) && clock.GetElapsedTime(oldest, now) >= frequency.Time)
            _recent.Dequeue();
        if (_recent.Count >= frequency.Count)
            return true;
        _recent.Enqueue(now);
        return false;
    }
}

/// <summary>The turns that rules count on one connection, and in its transaction.</summary>
public sealed class TurnsOfSession
{
    private Dictionary<ArmedRule, RuleTurns>? _connection;
    private Dictionary<ArmedRule, RuleTurns>? _transaction;

    public RuleTurns OnConnection(ArmedRule rule) => Of(_connection ??= [], rule);

    public RuleTurns InTransaction(ArmedRule rule) => Of(_transaction ??= [], rule);

    public void EndTransaction() => _transaction = null;

    private static RuleTurns Of(Dictionary<ArmedRule, RuleTurns> turns, ArmedRule rule)
    {
        if (!turns.TryGetValue(rule, out var known))
            turns[rule] = known = new RuleTurns();
        return known;
    }
}
