using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using SmtpSim.Conformance;

namespace SmtpSim.Reports;

/// <summary>The run as JUnit XML: a suite a feature, a test case a scenario.</summary>
public static class JUnitReport
{
    public static void Write(string path, RunResult run)
    {
        // Without a byte order mark, which some readers of CI systems take for text in front of the document.
        using var writer = XmlWriter.Create(path, new XmlWriterSettings { Indent = true, Encoding = new UTF8Encoding(false) });
        Build(run).Save(writer);
    }

    public static XDocument Build(RunResult run) => new(new XElement(
        "testsuites",
        new XAttribute("name", Printable.Xml($"smtpsim check {run.Target}")),
        Counts(run.Cases),
        new XAttribute("time", Seconds(run.Took)),
        run.Cases.GroupBy(c => c.Scenario.File).Select(Suite)));

    private static XElement Suite(IGrouping<string, CaseResult> feature) => new(
        "testsuite",
        new XAttribute("name", Printable.Xml(feature.Key)),
        Counts(feature),
        new XAttribute("time", Seconds(TimeSpan.FromTicks(feature.Sum(c => c.Took.Ticks)))),
        feature.Select(Case));

    private static XElement Case(CaseResult result) => new(
        "testcase",
        new XAttribute("classname", Printable.Xml(result.Scenario.File)),
        new XAttribute("name", Printable.Xml(result.Scenario.Name)),
        new XAttribute("time", Seconds(result.Took)),
        new XElement("properties", result.Scenario.Tags.Select(tag =>
            new XElement("property", new XAttribute("name", "tag"), new XAttribute("value", Printable.Xml(tag))))),
        Verdict(result));

    private static XElement? Verdict(CaseResult result) => result.Verdict switch
    {
        CaseVerdict.Pass => null,
        CaseVerdict.Warn => new XElement("system-out", $"WARN: {Printable.Xml(result.Reason)}"),
        CaseVerdict.Fail or CaseVerdict.XPass => Detail("failure", result),
        CaseVerdict.Error => Detail("error", result),
        _ => new XElement(
            "skipped",
            new XAttribute("message", $"{result.Verdict.ToString().ToUpperInvariant()}: {Printable.Xml(result.Reason)}")),
    };

    private static XElement Detail(string element, CaseResult result) => new(
        element,
        new XAttribute("message", Printable.Xml(result.Reason)),
        new XAttribute("type", result.Verdict.ToString().ToUpperInvariant()),
        Printable.Xml(string.Join('\n', result.Evidence)));

    private static IEnumerable<XAttribute> Counts(IEnumerable<CaseResult> cases)
    {
        var list = cases.ToList();
        yield return new XAttribute("tests", list.Count);
        yield return new XAttribute("failures", list.Count(c => c.Verdict is CaseVerdict.Fail or CaseVerdict.XPass));
        yield return new XAttribute("errors", list.Count(c => c.Verdict == CaseVerdict.Error));
        yield return new XAttribute(
            "skipped", list.Count(c => c.Verdict is CaseVerdict.Skip or CaseVerdict.Unsupported or CaseVerdict.XFail));
    }

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture);
}
