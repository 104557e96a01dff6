using FsCheck;
using FsCheck.Fluent;
using SmtpSim.Conformance;
using SmtpSim.Tests.Reports;

namespace SmtpSim.Tests.Conformance;

public sealed class ShardTests
{
    [Theory]
    [InlineData("1/1")]
    [InlineData("2/5")]
    [InlineData("5/5")]
    public void A_part_of_several(string text)
    {
        var shard = Shard.Parse(text)!;
        Assert.Equal(text, $"{shard.Number}/{shard.Of}");
    }

    [Theory]
    [InlineData("")]
    [InlineData("2")]
    [InlineData("0/5")]
    [InlineData("6/5")]
    [InlineData("1/0")]
    [InlineData("-1/5")]
    [InlineData("1/2/3")]
    [InlineData("a/b")]
    [InlineData("1/99999999999")]
    public void No_part_of_anything(string text) => Assert.Null(Shard.Parse(text));

    [Fact]
    public void Every_case_is_in_exactly_one_part() => Prop.ForAll<byte, byte>((cases, parts) =>
    {
        var all = Enumerable.Range(0, cases).Select(i => Results.Of(CaseVerdict.Pass, $"{i}").Scenario).ToList();
        var of = Math.Max(1, (int)parts);
        var taken = Enumerable.Range(1, of).SelectMany(number => new Shard(number, of).Among(all)).ToList();
        return taken.Count == all.Count && all.ToHashSet().SetEquals(taken);
    }).QuickCheckThrowOnFailure();
}
