using SmtpSim.Conformance;
using SmtpSim.Reports;

namespace SmtpSim.Tests.Reports;

public sealed class MatrixTests
{
    internal static readonly Matrix Three = Matrix.Of(
    [
        ("a.json", new EarlierRun("[one]", [new("same", CaseVerdict.Pass), new("other", CaseVerdict.Pass)])),
        ("b.json", new EarlierRun(
            "two", [new("same", CaseVerdict.Pass), new("other", CaseVerdict.Fail), new("more", CaseVerdict.Skip)])),
        ("c.json", new EarlierRun("two", [new("other", CaseVerdict.Fail), new("same", CaseVerdict.Pass)])),
    ]);

    [Fact]
    public void Cases_stand_side_by_side_and_targets_are_told_apart()
    {
        Assert.Equal(["[one]", "two (b.json)", "two (c.json)"], Three.Targets);
        Assert.Equal(["same", "other", "more"], Three.Rows.Select(r => r.Case));
        Assert.Equal([CaseVerdict.Pass, CaseVerdict.Fail, CaseVerdict.Fail], Three.Rows[1].Verdicts);
        Assert.Equal([null, CaseVerdict.Skip, null], Three.Rows[2].Verdicts);
        Assert.Equal([false, true, false], Three.Rows.Select(r => r.IsMixed));
    }

    // A server that lacks something, or was not asked, does not do it in another way.
    [Theory]
    [InlineData(false, CaseVerdict.Pass, CaseVerdict.Skip)]
    [InlineData(false, CaseVerdict.Unsupported, CaseVerdict.Fail)]
    [InlineData(true, CaseVerdict.Pass, CaseVerdict.Warn)]
    [InlineData(true, CaseVerdict.XFail, CaseVerdict.Pass)]
    public void Only_what_was_judged_is_compared(bool isMixed, CaseVerdict one, CaseVerdict other) =>
        Assert.Equal(isMixed, new MatrixRow("x", [one, null, other]).IsMixed);
}
