namespace SmtpSim.Transcripts;

/// <summary>The nearest valid word to one that is not.</summary>
public static class Suggestion
{
    /// <summary><c>; did you mean 'fence'?</c>, or nothing where no known word is near.</summary>
    public static string For(string found, IEnumerable<string> known)
    {
        // A sign is near to every letter.
        var nearest = known.Where(word => word.Length > 1).MinBy(word => Distance(found, word));
        var limit = Math.Max(1, found.Length / 3);
        return nearest is not null && Distance(found, nearest) <= limit ? $"; did you mean '{nearest}'?" : "";
    }

    /// <summary>Levenshtein, and a letter swapped with its neighbour is one mistake, too (optimal string alignment).</summary>
    public static int Distance(string from, string to)
    {
        int[] above = [], row = [.. Enumerable.Range(0, to.Length + 1)];
        for (var i = 1; i <= from.Length; i++)
        {
            var next = new int[to.Length + 1];
            next[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var exchanged = row[j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
                next[j] = Math.Min(exchanged, Math.Min(row[j], next[j - 1]) + 1);
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
                    next[j] = Math.Min(next[j], above[j - 2] + 1);
            }
            (above, row) = (row, next);
        }
        return row[to.Length];
    }
}
