using System.Numerics;

namespace SmtpSim.Loading;

/// <summary>
/// Counts times from a nanosecond to hours with an error below one percent, in memory that does not grow. Its buckets are those
/// of HdrHistogram: as wide as the largest power of two below a value, divided by 128 (decision 0010).
/// </summary>
public sealed class Histogram
{
    private const int Bits = 7;
    private const int InOctave = 1 << Bits;

    private readonly long[] _counts = new long[(64 - Bits + 1) * InOctave];

    public long Count { get; private set; }

    public TimeSpan Max { get; private set; }

    public void Record(TimeSpan time, long count = 1)
    {
        _counts[IndexOf(Math.Max(0, time.Ticks))] += count;
        Count += count;
        if (time > Max)
            Max = time;
    }

    public void Add(Histogram other)
    {
        for (var i = 0; i < _counts.Length; i++)
            _counts[i] += other._counts[i];
        Count += other.Count;
        Max = other.Max > Max ? other.Max : Max;
    }

    /// <summary>The time that so many percent of all do not exceed; zero where nothing was recorded.</summary>
    public TimeSpan Percentile(double percent)
    {
        var wanted = Math.Max(1, (long)Math.Ceiling(Count * percent / 100));
        var seen = 0L;
        for (var i = 0; i < _counts.Length; i++)
        {
            seen += _counts[i];
            if (seen >= wanted)
                return TimeSpan.FromTicks(Math.Min(HighestOf(i), Max.Ticks));
        }
        return TimeSpan.Zero;
    }

    private static int IndexOf(long value)
    {
        var above = Math.Max(0, BitOperations.Log2((ulong)value | 1) - Bits);
        return (above << Bits) + (int)(value >> above);
    }

    // The inverse: the largest value that is counted there.
    private static long HighestOf(int index)
    {
        var above = Math.Max(0, (index >> Bits) - 1);
        return ((long)(index - (above << Bits)) << above) + (1L << above) - 1;
    }
}
