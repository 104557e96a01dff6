namespace SmtpSim.Transcripts;

/// <summary>The nearest valid word to one that is not.</summary>
public static class Suggestion
{
    /// <summary><c>; did you mean 'fence'?</c>, or nothing where no known word is near.</summary>
    public static string For(string found, IEnumerable<string> known)
    {
        var nearest = known.MinBy(word => Distance(found, word));
        var limit = Math.Max(1, found.Length / 3);
        return nearest is not null && Distance(found, nearest) <= limit ? $"; did you mean '{nearest}'?" : "";
    }

    /// <summary>Levenshtein: how many letters must be put in, taken out or exchanged.</summary>
    public static int Distance(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var exchanged = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(exchanged, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[to.Length];
    }
}
