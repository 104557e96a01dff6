using SmtpSim.Conformance;
using SmtpSim.Tests.Reports;
using SmtpSim.Transcripts;

namespace SmtpSim.Tests.Conformance;

public sealed class DeviationsTests
{
    private static readonly Deviations Known = new([new Deviation("f/a.feature › known", "by design")]);

    [Theory]
    [InlineData(CaseVerdict.Fail, CaseVerdict.XFail, "by design")]
    [InlineData(CaseVerdict.Pass, CaseVerdict.XPass, "it passes, so the deviation is stale: by design")]
    [InlineData(CaseVerdict.Warn, CaseVerdict.XPass, "it passes, so the deviation is stale: by design")]
    [InlineData(CaseVerdict.Error, CaseVerdict.Error, "why")]
    [InlineData(CaseVerdict.Skip, CaseVerdict.Skip, "why")]
    [InlineData(CaseVerdict.Unsupported, CaseVerdict.Unsupported, "why")]
    public void A_known_case_is_judged_by_what_is_known(CaseVerdict found, CaseVerdict verdict, string reason)
    {
        var result = Known.Apply(Results.Of(found, "known"));
        Assert.Equal((verdict, reason), (result.Verdict, result.Reason));
        Assert.Equal(found, Known.Apply(Results.Of(found, "other")).Verdict);
        Assert.Equal(found, Deviations.None.Apply(Results.Of(found, "known")).Verdict);
    }

    [Fact]
    public void Entries_for_no_case_are_told()
    {
        Assert.Empty(Known.Unknown([Results.Of(CaseVerdict.Pass, "known").Scenario]));
        Assert.Equal("by design", Assert.Single(Known.Unknown([Results.Of(CaseVerdict.Pass).Scenario])).Reason);
    }

    [Fact]
    public void A_file_may_have_comments_and_a_last_comma()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("d.json", "// known\n[ { \"case\": \"f/a.feature › known\", \"reason\": \"x\" }, ]");
        Assert.Equal(CaseVerdict.XFail, Deviations.Load(path).Apply(Results.Of(CaseVerdict.Fail, "known")).Verdict);
    }

    [Theory]
    [InlineData("[ { \"case\": \"x\" } ]", ":1:18: a key is missing: ")]
    [InlineData("[\n { \"case\": \"x\", \"reason\": \"y\", \"rfc\": 1 } ]", ":2:")]
    [InlineData("[ { \"case\": \"x\"", ":1:")]
    [InlineData("null", ":1:1: the file is empty: null")]
    [InlineData("", ":1:1: there is nothing in it, and it must be one JSON list: [ … ]")]
    [InlineData("[1]", ":1:3: the value of '[0]' is of the wrong kind")]
    [InlineData("{ \"a\":", ":1:2: the file must be one JSON list: [ … ]")]
    public void A_wrong_file_is_reported_with_its_place(string text, string message)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("d.json", text);
        var wrong = Assert.Throws<UnusableFileException>(() => Deviations.Load(path));
        Assert.StartsWith(path + message, wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_is_reported() => Assert.Equal(
        "/no/such.json: there is no such file",
        Assert.Throws<UnusableFileException>(() => Deviations.Load("/no/such.json")).Message);
}
