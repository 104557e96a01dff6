using System.Globalization;
using System.Text;
using System.Xml.Linq;
using SmtpSim.Conformance;
using static SmtpSim.Reports.Html;

namespace SmtpSim.Reports;

/// <summary>The run as one page that needs nothing else: what changed, a table of the features, and every case.</summary>
public static class HtmlReport
{
    public static void Write(string path, RunResult run, Changes? changes) =>
        File.WriteAllText(path, Build(run, changes), new UTF8Encoding(false));

    public static string Build(RunResult run, Changes? changes)
    {
        var features = run.Cases.GroupBy(c => c.Scenario.File).ToList();
        return Page(
            $"smtpsim check: {run.Target}",
            Element("p", ConsoleReport.Summary(run)),
            run.Dead is { } dead ? Classed("p", "dead", $"{run.Target} does not answer: {dead}") : null,
            changes is null ? null : Changed(changes),
            Element("h2", "Features"),
            Table(run, features),
            features.Select(Feature));
    }

    private static object[] Changed(Changes changes) =>
    [
        Element("h2", "What changed"),
        Element("p", $"{changes.Summary}."),
        Element("table", changes.Cases.Select(c => Element(
            "tr",
            Classed("td", $"step {Class(c.Result.Verdict)}", c.Step),
            Element("td", Jump(Id(c.Result.Scenario.Id), c.Result.Scenario.Id))))),
    ];

    private static XElement Table(RunResult run, IEnumerable<IGrouping<string, CaseResult>> features)
    {
        var shown = Enum.GetValues<CaseVerdict>().Where(v => run.Count(v) > 0).ToList();
        return Element(
            "table",
            Element("tr", Element("th", "Feature"), shown.Select(v => Classed("th", "number", $"{v}"))),
            features.Select(f => Element(
                "tr",
                Element("td", Jump(Id(f.Key), f.Key)),
                shown.Select(v => Cell(v, f.Count(c => c.Verdict == v))))));
    }

    private static XElement Cell(CaseVerdict verdict, int count) =>
        Classed("td", $"number {Class(verdict)}", count == 0 ? "" : count.ToString(CultureInfo.InvariantCulture));

    private static object[] Feature(IGrouping<string, CaseResult> feature) =>
    [
        Element("h2", new XAttribute("id", Id(feature.Key)), feature.First().Scenario.Feature),
        Element("p", Element("small", feature.Key)),
        .. feature.Select(HtmlCase.Show),
    ];
}
