using System.Text.Json;
using SmtpSim.Loading;

namespace SmtpSim.Tests.Loading;

public sealed class LoadReportTests
{
    [Fact]
    public void It_fits_80_columns_and_says_the_same_as_JSON()
    {
        var tally = new LoadTally();
        for (var i = 0; i < 1_234_567; i++)
            tally.Accept(4096, TimeSpan.Zero, TimeSpan.FromMilliseconds(12345.67), TimeSpan.FromMilliseconds(54321.09));
        tally.Connected(TimeSpan.FromMilliseconds(1));
        tally.Refuse(new string('x', 200), TimeSpan.Zero, TimeSpan.Zero);
        tally.Break("reset", TimeSpan.Zero, TimeSpan.Zero);
        var plan = Plans.To(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 25)) with { Rate = 1000 };
        var result = new LoadResult(plan, tally, TimeSpan.FromSeconds(1234.5));
        var lines = LoadReport.Text(result).ToList();
        Assert.All(lines, l => Assert.InRange(l.Length, 0, 80));
        Assert.Equal("1,234,567 messages accepted in 1,234.50 s: 1,000/s", lines[0]);
        Assert.Contains("1 refused, 1 broken off", lines);
        Assert.Contains(lines, l => l.StartsWith("since due", StringComparison.Ordinal));
        var json = JsonSerializer.Deserialize<JsonElement>(LoadReport.Json(result));
        Assert.Equal(1_234_567, json.GetProperty("accepted").GetInt64());
        Assert.Equal(1, json.GetProperty("milliseconds").GetProperty("connect").GetProperty("p99.9").GetDouble(), 0.01);
        Assert.Equal(1, json.GetProperty("troubles").GetProperty("reset").GetInt32());
    }
}
