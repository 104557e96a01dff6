using FsCheck.Fluent;
using SmtpSim.Loading;

namespace SmtpSim.Tests.Loading;

public sealed class HistogramTests
{
    [Fact]
    public void Percentiles_are_within_a_percent_of_what_sorting_says()
    {
        var times = Always.Some(
            from magnitude in Gen.Choose(0, 40)
            from value in Gen.Choose(0, int.MaxValue)
            select (long)value >> (magnitude % 31) << (magnitude / 31 * 9),
            200);
        Always.Holds(times.Where(t => t.Count > 0), ticks =>
        {
            var histogram = new Histogram();
            ticks.ForEach(t => histogram.Record(TimeSpan.FromTicks(t)));
            ticks.Sort();
            foreach (var percent in new[] { 0.1, 50, 90, 99, 99.9, 100 })
            {
                var exact = ticks[Math.Max(0, (int)Math.Ceiling(ticks.Count * percent / 100) - 1)];
                var told = histogram.Percentile(percent).Ticks;
                Assert.InRange(told, exact, exact + (exact / 100) + 1);
            }
            Assert.Equal((ticks.Count, ticks[^1]), (histogram.Count, histogram.Max.Ticks));
        });
    }

    [Fact]
    public void Two_together_are_as_one()
    {
        var (one, two, both) = (new Histogram(), new Histogram(), new Histogram());
        foreach (var ms in Enumerable.Range(1, 100))
        {
            (ms % 3 == 0 ? one : two).Record(TimeSpan.FromMilliseconds(ms));
            both.Record(TimeSpan.FromMilliseconds(ms));
        }
        one.Add(two);
        Assert.Equal((both.Count, both.Max, both.Percentile(90)), (one.Count, one.Max, one.Percentile(90)));
    }

    [Fact]
    public void Of_nothing_all_times_are_none() => Assert.Equal(TimeSpan.Zero, new Histogram().Percentile(99));

    [Fact]
    public void The_longest_time_there_is_has_a_place()
    {
        var histogram = new Histogram();
        histogram.Record(TimeSpan.MaxValue);
        histogram.Record(TimeSpan.FromTicks(-1));
        Assert.Equal((TimeSpan.MaxValue, TimeSpan.Zero), (histogram.Percentile(100), histogram.Percentile(1)));
    }
}
