namespace SmtpSim.Comparing;

/// <summary>Which exchange of one transcript is the counterpart of which of the other: the longest row they share.</summary>
internal sealed class Alignment
{
    private readonly IReadOnlyList<Exchange> _left;
    private readonly IReadOnlyList<Exchange> _right;
    private readonly int[,] _length;

    public Alignment(IReadOnlyList<Exchange> left, IReadOnlyList<Exchange> right)
    {
        (_left, _right) = (left, right);
        _length = new int[left.Count + 1, right.Count + 1];
        for (var i = left.Count - 1; i >= 0; i--)
        {
            for (var j = right.Count - 1; j >= 0; j--)
                _length[i, j] = AreCounterparts(i, j)
                    ? _length[i + 1, j + 1] + 1
                    : Math.Max(_length[i + 1, j], _length[i, j + 1]);
        }
    }

    /// <summary>All of both in order; null where one side has no counterpart.</summary>
    public IEnumerable<(Exchange? Left, Exchange? Right)> Pairs()
    {
        var (i, j) = (0, 0);
        while (i < _left.Count && j < _right.Count)
        {
            if (AreCounterparts(i, j))
                yield return (_left[i++], _right[j++]);
            else if (_length[i + 1, j] >= _length[i, j + 1])
                yield return (_left[i++], null);
            else
                yield return (null, _right[j++]);
        }
        for (; i < _left.Count; i++)
            yield return (_left[i], null);
        for (; j < _right.Count; j++)
            yield return (null, _right[j]);
    }

    private bool AreCounterparts(int i, int j) => _left[i].Kind == _right[j].Kind;
}
