using SmtpSim.Dialogue;
using SmtpSim.Playing;
using SmtpSim.Transcripts;
using SmtpSim.Wire;

namespace SmtpSim.Comparing;

/// <summary>
/// A failure as people read it: the script's line, what was expected beside what came, why that does not fit, and all
/// that was said, with times. Fits a terminal of 80 columns.
/// </summary>
public static class SideBySide
{
    private const int Column = 36;

    private const int Widest = 200;

    // The last exchanges tell what happened; the thousandth does not.
    private const int MostLines = 40;

    /// <param name="script">The file that was played.</param>
    public static IReadOnlyList<string> Show(Outcome outcome, string script) =>
        [
            .. outcome.Mismatch is { } mismatch ? Mismatched(mismatch, script) : [],
            .. Said(outcome.Log, MostLines, outcome.Connections),
        ];

    /// <summary>The script's line, what was expected, what came, and why that does not fit.</summary>
    public static IEnumerable<string> Mismatched(Mismatch mismatch, string script)
    {
        yield return $"{mismatch.Step.At.In(script)}:{mismatch.Step.At.Number}: {TranscriptWriter.Show(mismatch.Step)}";
        yield return $"{"expected",-Column} │ came after {Durations.Show(mismatch.At)}";
        yield return new string('─', Column + 1) + "┼" + new string('─', Column + 1);
        var left = Wrapped(mismatch.Expected).ToList();
        var right = Wrapped(mismatch.Heard).ToList();
        for (var i = 0; i < Math.Max(left.Count, right.Count); i++)
            yield return $"{left.ElementAtOrDefault(i),-Column} │ {right.ElementAtOrDefault(i)}";
        yield return $"because {mismatch.Why}";
        if (NearMiss.Of(mismatch) is { } near)
            yield return near;
        yield return "";
    }

    /// <summary>Everything that was said, a line of octets a line, each with its time and connection.</summary>
    /// <param name="most">Of more than so many lines the last ones.</param>
    /// <param name="only">On these connections, null or none: on all.</param>
    public static IEnumerable<string> Said(SessionLog log, int most = MostLines, IReadOnlyList<string>? only = null)
    {
        var lines = Secrets.Starred(log).Where(e => only is not { Count: > 0 } || only.Contains(e.Connection))
            .SelectMany(Lines).ToList();
        if (lines.Count > most)
            yield return $"({lines.Count - most} earlier lines left out)";
        foreach (var line in lines.TakeLast(most))
            yield return line;
    }

    /// <summary>One entry, a line of octets a line.</summary>
    public static IEnumerable<string> Lines(LogEntry entry)
    {
        var head = $"{Durations.Show(entry.At),9}  {entry.Connection,-2}";
        if (entry.What == Happening.Note)
            return [$"{head}    ({entry.Text})"];
        var arrow = entry.What == Happening.Said ? "->" : "<-";
        return Split(entry.Octets).Select(line => $"{head} {arrow} {Shorten(line.ToString())}");
    }

    private static IEnumerable<Octets> Split(Octets octets)
    {
        for (var at = 0; at < octets.Length;)
        {
            var end = octets.Span[at..].IndexOf((byte)'\n');
            var length = end < 0 ? octets.Length - at : end + 1;
            yield return octets.Slice(at, length);
            at += length;
        }
    }

    private static string Shorten(string text) => text.Length > Widest
        ? $"{string.Concat(text.EnumerateRunes().Take(Widest))}… ({text.Length} characters)"
        : text;

    // A line of octets a line of the column; a longer one is broken.
    private static IEnumerable<string> Wrapped(string text) => text
        .Replace("\\r\\n", "\\r\\n\n", StringComparison.Ordinal)
        .TrimEnd('\n')
        .Split('\n')
        .SelectMany(line => line.EnumerateRunes().Chunk(Column).Select(c => string.Concat(c)));
}
