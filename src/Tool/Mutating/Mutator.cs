namespace SmtpSim.Mutating;

/// <summary>A spoilt speech and what was done to it.</summary>
public sealed record Mutant(Speech Speech, string From, IReadOnlyList<string> Changes);

/// <summary>Spoils valid speeches. The same seed and number give the same mutant, on every machine.</summary>
public sealed class Mutator(IReadOnlyList<(string Name, Speech Speech)> seeds, int seed)
{
    private const int MostChanges = 4;

    /// <param name="number">Which one, counted from 1.</param>
    public Mutant Make(long number)
    {
        // One generator a mutant, so that each can be made again without those before it.
        var random = new Random(unchecked((int)((seed * 1_000_003L) + (number * 7_919L))));
        var (name, speech) = seeds[random.Next(seeds.Count)];
        var changes = new List<string>();
        for (var left = 1 + random.Next(MostChanges); left > 0; left--)
        {
            var (change, apply) = Mutations.All[random.Next(Mutations.All.Count)];
            if (apply(speech, random) is not { } changed)
                continue;
            speech = changed;
            changes.Add(change);
        }
        return new Mutant(speech, name, changes);
    }
}
