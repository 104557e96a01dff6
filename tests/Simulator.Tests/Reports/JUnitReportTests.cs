using System.Xml.Linq;
using SmtpSim.Conformance;
using SmtpSim.Reports;

namespace SmtpSim.Tests.Reports;

public sealed class JUnitReportTests
{
    [Fact]
    public void The_counts_are_those_of_the_cases()
    {
        var suites = Written(Results.Mixed()).Root!;
        foreach (var element in (XElement[])[suites, suites.Element("testsuite")!])
        {
            Assert.Equal(("9", "3", "1", "3"), (
                (string?)element.Attribute("tests"),
                (string?)element.Attribute("failures"),
                (string?)element.Attribute("errors"),
                (string?)element.Attribute("skipped")));
        }
        Assert.Equal(9, suites.Descendants("testcase").Count());
        Assert.Equal(3, suites.Descendants("failure").Count());
        Assert.Single(suites.Descendants("error"));
        Assert.Equal(3, suites.Descendants("skipped").Count());
    }

    [Fact]
    public void Every_feature_is_a_suite_with_its_times()
    {
        var one = Results.Of(CaseVerdict.Pass);
        var other = one with { Scenario = one.Scenario with { File = "b.feature" } };
        var suites = Written(Results.Run(one, other, one)).Root!;
        Assert.Equal("smtpsim check a target", (string?)suites.Attribute("name"));
        Assert.Equal("2.500", (string?)suites.Attribute("time"));
        Assert.Equal(["f/a.feature 2.500", "b.feature 1.250"], suites.Elements()
            .Select(s => $"{(string?)s.Attribute("name")} {(string?)s.Attribute("time")}"));
    }

    [Fact]
    public void A_case_has_its_name_its_tags_and_its_evidence()
    {
        var run = Results.Run(Results.Of(CaseVerdict.Fail, "n", "the reason", "line 1", "line 2"));
        var test = Assert.Single(Written(run).Descendants("testcase"));
        Assert.Equal(("f/a.feature", "n", "1.250"), (
            (string?)test.Attribute("classname"), (string?)test.Attribute("name"), (string?)test.Attribute("time")));
        Assert.Equal(["@t1", "@RFC5321"], test.Descendants("property").Select(p => (string?)p.Attribute("value")));
        var failure = test.Element("failure")!;
        Assert.Equal(("the reason", "FAIL"), ((string?)failure.Attribute("message"), (string?)failure.Attribute("type")));
        Assert.Equal("line 1\nline 2", failure.Value);
    }

    [Theory]
    [InlineData(CaseVerdict.Pass, null)]
    [InlineData(CaseVerdict.Warn, "system-out")]
    [InlineData(CaseVerdict.XPass, "failure")]
    [InlineData(CaseVerdict.Error, "error")]
    [InlineData(CaseVerdict.XFail, "skipped")]
    [InlineData(CaseVerdict.Unsupported, "skipped")]
    [InlineData(CaseVerdict.Skip, "skipped")]
    public void Each_verdict_has_its_element(CaseVerdict verdict, string? element)
    {
        var test = Assert.Single(Written(Results.Run(verdict)).Descendants("testcase"));
        Assert.Equal(element, test.Elements().Select(e => e.Name.LocalName).SingleOrDefault(n => n != "properties"));
    }

    [Theory]
    [InlineData("a\0b\u001b[31m\u0008\ufffe\uffff", "a\ufffdb\ufffd[31m\ufffd\ufffd\ufffd")]
    [InlineData("<&>\"' ü 😀", "<&>\"' ü 😀")]
    public void Octets_that_XML_cannot_hold_are_replaced(string text, string shown)
    {
        foreach (var verdict in Enum.GetValues<CaseVerdict>())
        {
            var written = Written(Results.Run(Results.Of(verdict, "n", text, text)));
            if (verdict == CaseVerdict.Fail)
                Assert.Equal(shown, Assert.Single(written.Descendants("failure")).Value);
        }
    }

    private static XDocument Written(RunResult run)
    {
        using var folder = new TemporaryFolder();
        JUnitReport.Write(folder.Path("junit.xml"), run);
        return XDocument.Load(folder.Path("junit.xml"));
    }

    [Theory]
    [InlineData("n", true)]
    [InlineData("name \u0001", false)]
    public void Whatever_the_text_there_is_a_report(string name, bool half) =>
        Assert.NotNull(Written(Results.Run(Results.Of(CaseVerdict.Fail, name, half ? "half 😀"[..^1] : "why"))));
}
