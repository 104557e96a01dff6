namespace SmtpSim.Comparing;

/// <summary>Which exchange of one transcript is the counterpart of which of the other: the longest row they share.</summary>
internal sealed class Alignment
{
    // 16 MiB of numbers. What is larger is halved until it fits, for twice the time (Hirschberg 1975).
    private const long LargestTable = 4_000_000;

    private readonly IReadOnlyList<Exchange> _left;
    private readonly IReadOnlyList<Exchange> _right;
    // What makes two of them counterparts, as numbers.
    private readonly int[] _lefts;
    private readonly int[] _rights;

    public Alignment(IReadOnlyList<Exchange> left, IReadOnlyList<Exchange> right)
    {
        var kinds = new Dictionary<string, int>(StringComparer.Ordinal);
        (_left, _right) = (left, right);
        (_lefts, _rights) = (Numbers(left), Numbers(right));

        int[] Numbers(IReadOnlyList<Exchange> all) => [.. all.Select(e =>
            kinds.TryGetValue(e.Kind, out var known) ? known : kinds[e.Kind] = kinds.Count)];
    }

    /// <summary>All of both in order; null where one side has no counterpart.</summary>
    public IEnumerable<(Exchange? Left, Exchange? Right)> Pairs() => Pairs(.._left.Count, .._right.Count);

    private IEnumerable<(Exchange? Left, Exchange? Right)> Pairs(Range lefts, Range rights)
    {
        var (i, j) = (lefts.Start.Value, rights.Start.Value);
        for (; i < lefts.End.Value && j < rights.End.Value && _lefts[i] == _rights[j]; i++, j++)
            yield return (_left[i], _right[j]);
        var (left, right) = (i..lefts.End.Value, j..rights.End.Value);
        var isSmall = (long)(left.End.Value - i + 1) * (right.End.Value - j + 1) <= LargestTable || left.End.Value - i < 2;
        foreach (var pair in isSmall ? Tabled(left, right) : Halved(left, right))
            yield return pair;
    }

    private IEnumerable<(Exchange? Left, Exchange? Right)> Halved(Range lefts, Range rights)
    {
        var middle = (lefts.Start.Value + lefts.End.Value) / 2;
        var before = Shared(_lefts[lefts.Start..middle], _rights[rights]);
        var after = Shared([.. _lefts[middle..lefts.End].Reverse()], [.. _rights[rights].Reverse()]);
        var best = Enumerable.Range(0, before.Length).MaxBy(j => before[j] + after[^(j + 1)]);
        var cut = rights.Start.Value + best;
        return Pairs(lefts.Start.Value..middle, rights.Start.Value..cut)
            .Concat(Pairs(middle..lefts.End.Value, cut..rights.End.Value));
    }

    // How many the first has in common with as many of the other as the place says.
    private static int[] Shared(int[] one, int[] other)
    {
        var (row, next) = (new int[other.Length + 1], new int[other.Length + 1]);
        foreach (var kind in one)
        {
            for (var j = 0; j < other.Length; j++)
                next[j + 1] = kind == other[j] ? row[j] + 1 : Math.Max(row[j + 1], next[j]);
            (row, next) = (next, row);
        }
        return row;
    }

    private IEnumerable<(Exchange? Left, Exchange? Right)> Tabled(Range lefts, Range rights)
    {
        var (from, to) = (lefts.Start.Value, rights.Start.Value);
        var (length, i, j) = (Table(_lefts[lefts], _rights[rights]), 0, 0);
        while (from + i < lefts.End.Value && to + j < rights.End.Value)
        {
            if (_lefts[from + i] == _rights[to + j])
                yield return (_left[from + i++], _right[to + j++]);
            else if (length[i + 1, j] >= length[i, j + 1])
                yield return (_left[from + i++], null);
            else
                yield return (null, _right[to + j++]);
        }
        for (; from + i < lefts.End.Value; i++)
            yield return (_left[from + i], null);
        for (; to + j < rights.End.Value; j++)
            yield return (null, _right[to + j]);
    }

    // What the rests behind two places have in common.
    private static int[,] Table(int[] lefts, int[] rights)
    {
        var length = new int[lefts.Length + 1, rights.Length + 1];
        for (var i = lefts.Length - 1; i >= 0; i--)
        {
            for (var j = rights.Length - 1; j >= 0; j--)
                length[i, j] = lefts[i] == rights[j]
                    ? length[i + 1, j + 1] + 1
                    : Math.Max(length[i + 1, j], length[i, j + 1]);
        }
        return length;
    }
}
