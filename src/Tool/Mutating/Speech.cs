using SmtpSim.Wire;

namespace SmtpSim.Mutating;

/// <summary>What a client says: one write after another, each in a segment of its own.</summary>
public sealed record Speech(IReadOnlyList<Octets> Writes)
{
    /// <summary>What a log says that the client said.</summary>
    public static Speech Of(SessionLog log) =>
        new([.. log.Entries.Where(e => e.What == Happening.Said).Select(e => e.Octets)]);

    /// <summary>The same, each line in a write of its own.</summary>
    public Speech ByLines => new([.. Writes.SelectMany(Lines)]);

    private static IEnumerable<Octets> Lines(Octets write)
    {
        for (var left = write.Memory; left.Length > 0;)
        {
            var end = left.Span.IndexOf("\r\n"u8);
            var length = end < 0 ? left.Length : end + 2;
            yield return new Octets(left.Span[..length]);
            left = left[length..];
        }
    }

    public int Length => Writes.Sum(w => w.Length);

    public Speech With(int index, Octets write) => new([.. Writes.Select((w, i) => i == index ? write : w)]);

    public Speech Without(int start, int count) => new([.. Writes.Take(start), .. Writes.Skip(start + count)]);
}
