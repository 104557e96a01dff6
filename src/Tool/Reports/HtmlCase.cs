using System.Xml.Linq;
using SmtpSim.Conformance;
using static SmtpSim.Reports.Html;

namespace SmtpSim.Reports;

/// <summary>One case on the page: what it must show and where that stands, what it does, and what came of it.</summary>
internal static class HtmlCase
{
    // What needs looking after is open.
    public static XElement Show(CaseResult result) => Classed(
        "details",
        Class(result.Verdict),
        new XAttribute("id", Id(result.Scenario.Id)),
        result.IsFine ? null : new XAttribute("open", ""),
        Element("summary", Element("b", $"{result.Verdict}".ToUpperInvariant()), $" {result.Scenario.Name}"),
        Classed(
            "div",
            "case",
            result.Reason.Length > 0 ? Classed("p", "reason", result.Reason) : null,
            result.Evidence.Count > 0 ? Element("pre", string.Join('\n', result.Evidence)) : null,
            Cited(result.Scenario),
            result.Scenario.Requirement.Length > 0 ? Element("blockquote", result.Scenario.Requirement) : null,
            result.Scenario.Steps.Select(Step),
            Element("p", Element("small", Told(result)))));

    private static XElement? Cited(Scenario scenario) => Clause.Of(scenario.Tags) is { Count: > 0 } clauses
        ? Element("p", clauses.SelectMany((c, i) => new object[]
        {
            i == 0 ? "" : ", ",
            Element("a", new XAttribute("href", c.Address), $"{c}"),
        }))
        : null;

    private static object[] Step(ScenarioStep step) =>
    [
        Classed("p", "step", Element("b", step.Keyword), $" {step.Text}"),
        .. step.DocString is { } text ? [Element("pre", text)] : (object[])[],
    ];

    private static string Told(CaseResult result) => string.Join(
        " · ",
        ((string[])[result.Scenario.Place, string.Join(' ', result.Scenario.Tags), Seconds(result.Took)])
            .Where(part => part.Length > 0));

    private static string Seconds(TimeSpan took) => FormattableString.Invariant($"{took.TotalSeconds:0.000} s");
}
