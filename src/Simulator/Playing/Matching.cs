namespace SmtpSim.Playing;

/// <summary>Gives each its own of what fits it, by the ways of Kuhn: who has one goes over to another where it can.</summary>
internal static class Matching
{
    /// <param name="fits">For each: what fits it, by number.</param>
    /// <param name="count">How many there are to be had.</param>
    /// <returns>For each what it has; null where somebody gets nothing, however they are given out.</returns>
    public static int[]? Of(IReadOnlyList<int[]> fits, int count)
    {
        var owners = new int?[count];
        if (!Enumerable.Range(0, fits.Count).All(who => Give(who, fits, owners, [])))
            return null;
        var had = new int[fits.Count];
        for (var what = 0; what < count; what++)
        {
            if (owners[what] is { } owner)
                had[owner] = what;
        }
        return had;
    }

    private static bool Give(int who, IReadOnlyList<int[]> fits, int?[] owners, HashSet<int> asked)
    {
        foreach (var what in fits[who].Where(asked.Add))
        {
            if (owners[what] is { } owner && !Give(owner, fits, owners, asked))
                continue;
            owners[what] = who;
            return true;
        }
        return false;
    }
}
