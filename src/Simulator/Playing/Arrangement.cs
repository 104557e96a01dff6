using System.Text.RegularExpressions;
using SmtpSim.Transcripts;

namespace SmtpSim.Playing;

/// <summary>
/// Which of the expectations of <c>@unordered</c> has what came. What two of them could have goes over to the other where the
/// first is needed for something else: it fits where there is any order in which it fits.
/// </summary>
internal sealed class Arrangement(IReadOnlyList<Hear> hears, Variables variables)
{
    private readonly Dictionary<Hear, byte[]> _had = new(ReferenceEqualityComparer.Instance);

    public List<Hear> Missing => [.. hears.Where(h => !_had.ContainsKey(h))];

    /// <summary>What the next thing may fit: what is missing, then what can give away what it has.</summary>
    public IEnumerable<Hear> Open => Missing.Concat(_had.Keys.Where(h => Next(h, []) is not null));

    /// <summary>It came, and fits this one.</summary>
    public void Put(Hear hear, byte[] came) => Put(hear, came, []);

    // Along a way on which nobody stands twice: there is one, for the first of it is open.
    private void Put(Hear hear, byte[] came, HashSet<Hear> moved)
    {
        moved.Add(hear);
        var next = _had.TryGetValue(hear, out var before) ? Next(hear, [.. moved]) : null;
        _had[hear] = came;
        if (next is null)
            return;
        // What it captures it captures of this one.
        Fits(next, before!, variables);
        Put(next, before!, moved);
    }

    // Who else could have what this one has; null where nobody could without leaving another empty.
    private Hear? Next(Hear hear, HashSet<Hear> seen)
    {
        seen.Add(hear);
        return hears.FirstOrDefault(h => !seen.Contains(h) && Fits(h, _had[hear], variables.Copy())
            && (!_had.ContainsKey(h) || Next(h, seen) is not null));
    }

    // What rules on the case rules when it comes: it is not moved about.
    private static bool Fits(Hear hear, byte[] octets, Variables values)
    {
        try
        {
            return hear.Choices.Any(c =>
                c.Ruling is null && c.Expectation.Try(octets, null, TimeSpan.Zero, values) == Judgement.Met(octets.Length));
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }
}
