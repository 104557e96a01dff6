using System.Globalization;

namespace SmtpSim.Conformance;

/// <summary>One part of a run that several jobs divide among them: every case is in exactly one.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Of">How many parts there are.</param>
public sealed record Shard(int Number, int Of)
{
    public static readonly Shard Whole = new(1, 1);

    /// <summary><c>2/5</c>; null where it is none.</summary>
    public static Shard? Parse(string text)
    {
        var parts = text.Split('/');
        return parts.Length == 2 && Count(parts[0]) is { } number && Count(parts[1]) is { } of && number >= 1 && number <= of
            ? new Shard(number, of)
            : null;
    }

    // Every so many: what lies side by side takes the same time.
    public IEnumerable<Scenario> Among(IEnumerable<Scenario> all) => all.Where((_, i) => i % Of == Number - 1);

    private static int? Count(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;
}
