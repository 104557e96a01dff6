using System.Text.RegularExpressions;
using SmtpSim.Transcripts;

namespace SmtpSim.Playing;

/// <summary>
/// Which of the expectations of <c>@unordered</c> has what came. What two of them could have goes over to the other where the
/// first is needed for something else, and so does what they capture: it fits where there is any order in which it fits.
/// </summary>
/// <param name="waited">How long it is since the list was begun.</param>
internal sealed class Arrangement(IReadOnlyList<Hear> hears, Variables variables, Func<TimeSpan> waited)
{
    // Only where lines capture the same name there is more to try than one way; for what never fits, tenths of a second.
    private const int MostTries = 10_000;

    private readonly Variables _before = variables.Copy();
    private readonly bool _captures =
        hears.SelectMany(h => h.Choices).Any(c => Pattern.Names(TranscriptWriter.Show(c.Step)).Any());
    private readonly List<Arrival> _came = [];
    private readonly HashSet<int> _ended = [];
    // For each that came: which expectation has it.
    private int[] _had = [];
    private (Arrival Came, (int[] Had, Variables Values)? Arranged)? _tried;

    public List<Hear> Missing => [.. Free.Select(h => hears[h])];

    /// <summary>What the next thing may fit: what is missing, then what may give away what it has.</summary>
    public IEnumerable<Hear> Open => Missing.Concat(_had.Select(h => hears[h]));

    /// <summary>What captures may have been captured otherwise, had something else come for it.</summary>
    public Variables Before => _before.Copy();

    private IEnumerable<int> Free => Enumerable.Range(0, hears.Count).Except(_had).Except(_ended);

    /// <summary>Met only by what leaves an order to the others. What rules on the case rules when it comes.</summary>
    public Choice Among(Hear hear, Choice choice) => choice.Ruling is null
        ? choice with { Expectation = new ArrangedExpectation(choice.Expectation, hear, this) }
        : choice;

    /// <summary>Whether all that came fits without this one, which a silence or an end is for.</summary>
    public bool Spares(Hear hear) => Without(NumberOf(hear)) is not null;

    /// <summary>Whether there is an order in which it fits, too.</summary>
    public bool Takes(ReadOnlySpan<byte> came) => Tried(came).Arranged is not null;

    /// <summary>Whether it is too early for it.</summary>
    public bool IsEarly(Hear hear) => waited() < hear.After;

    // It came when it was looked at first.
    private (Arrival Came, (int[] Had, Variables Values)? Arranged) Tried(ReadOnlySpan<byte> came)
    {
        if (_tried is { } tried && came.SequenceEqual(tried.Came.Octets))
            return tried;
        var arrival = new Arrival(came.ToArray(), waited(), []);
        arrival = arrival with { Fits = AllOf(arrival) };
        _tried = tried = (arrival, Arranged(arrival));
        return tried;
    }

    /// <summary>It came, and one of them has it.</summary>
    /// <param name="hear">That it fits. Where nothing came, but a silence or an end, it is this one's.</param>
    public void Put(Hear hear, byte[] came)
    {
        var (had, values) = (came.Length == 0 ? Without(NumberOf(hear)) : Tried(came).Arranged)!.Value;
        if (came.Length == 0)
            _ended.Add(NumberOf(hear));
        else
            _came.Add(Tried(came).Came);
        (_had, _tried) = (had, null);
        foreach (var (name, value) in values.Values)
            variables.Set(name, value);
    }

    private int NumberOf(Hear hear) => Enumerable.Range(0, hears.Count).First(h => ReferenceEquals(hears[h], hear));

    private (int[] Had, Variables Values)? Without(int hear) => _had.Contains(hear)
        ? Ordered([.. _came.Select(c => c with { Fits = [.. c.Fits.Where(h => h != hear)] })])
        : (_had, variables);

    // What has the least time left goes first, then what has to wait the longest.
    private (int[] Had, Variables Values)? Arranged(Arrival came)
    {
        foreach (var free in Free.OrderBy(h => hears[h].Within ?? TimeSpan.MaxValue).ThenByDescending(h => hears[h].After))
        {
            var values = variables.Copy();
            if (Fits(free, came, values))
                return ([.. _had, free], values);
        }
        return Ordered([.. _came, came]);
    }

    // In some order, where there is one.
    private (int[] Had, Variables Values)? Ordered(Arrival[] came)
    {
        Arrival[] all = [.. came.Select(a => a with { Fits = [.. a.Fits.Except(_ended)] })];
        var tries = MostTries;
        if (Matching.Of([.. all.Select(a => a.Fits)], hears.Count) is not { } had)
            return null;
        return _captures ? Agreed(all, had, [], _before, ref tries) : (had, _before);
    }

    // From the first that came to the last, that what is captured agrees; first as they are matched, then in any other way.
    private (int[] Had, Variables Values)? Agreed(
        Arrival[] all, int[] matched, int[] had, Variables before, ref int tries)
    {
        if (had.Length == all.Length)
            return (had, before);
        var came = all[had.Length];
        foreach (var hear in came.Fits.Except(had).OrderBy(h => h != matched[had.Length]))
        {
            var values = before.Copy();
            if (tries-- > 0 && Fits(hear, came, values) && Agreed(all, matched, [.. had, hear], values, ref tries) is { } found)
                return found;
        }
        return null;
    }

    // By itself, with what was captured before the list; what inserts a value that the list captures may fit.
    private int[] AllOf(Arrival came) =>
        [.. Enumerable.Range(0, hears.Count).Except(_ended).Where(h => Fits(h, came, Before, unknown: true))];

    private bool Fits(int hear, Arrival came, Variables values, bool unknown = false)
    {
        if (came.At < hears[hear].After || came.At > hears[hear].Within)
            return false;
        try
        {
            return hears[hear].Choices.Any(c => c.Ruling is null
                && c.Expectation.Try(came.Octets, null, TimeSpan.Zero, values) == Judgement.Met(came.Octets.Length));
        }
        catch (MissingValueException)
        {
            return unknown;
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    private sealed record Arrival(byte[] Octets, TimeSpan At, int[] Fits);
}
