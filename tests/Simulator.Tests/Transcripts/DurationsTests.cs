using SmtpSim.Transcripts;

namespace SmtpSim.Tests.Transcripts;

public sealed class DurationsTests
{
    [Theory]
    [InlineData("500ms", 500)]
    [InlineData("3s", 3000)]
    [InlineData("1.5s", 1500)]
    [InlineData("2m", 120_000)]
    [InlineData("1h", 3_600_000)]
    [InlineData("0ms", 0)]
    public void A_duration_is_a_number_and_a_unit(string text, int milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), Durations.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("s")]
    [InlineData("-1s")]
    [InlineData("1 s")]
    [InlineData("5sm")]
    [InlineData("1,5s")]
    [InlineData("1e3s")]
    [InlineData("5d")]
    public void Anything_else_is_none(string text)
    {
        Assert.Null(Durations.TryParse(text));
        Assert.Throws<FormatException>(() => Durations.Parse(text));
    }

    [Theory]
    [InlineData(0, "0 ms")]
    [InlineData(12.4, "12 ms")]
    [InlineData(999, "999 ms")]
    [InlineData(3004, "3.004 s")]
    [InlineData(3_600_000, "3600.000 s")]
    public void People_see_milliseconds_or_seconds(double milliseconds, string shown) =>
        Assert.Equal(shown, Durations.Show(TimeSpan.FromMilliseconds(milliseconds)));

    [Theory]
    [InlineData("999999999h")]
    public void A_duration_beyond_all_time_is_none(string text) => Assert.Null(Durations.TryParse(text));
}
