using System.Xml.Linq;
using Microsoft.Playwright;
using SmtpSim.Conformance;
using SmtpSim.Reports;
using SmtpSim.Tests.Control;

namespace SmtpSim.Tests.Reports;

public sealed class HtmlReportTests
{
    private const string Evil = "<img src=x onerror=document.title='hacked'> & \0 </script>";

    private static readonly CaseResult Failed = Results.Of(CaseVerdict.Fail, "the # case", Evil, "line <1>", "  line 2");

    [Fact]
    public void Every_case_is_there_with_its_verdict()
    {
        var page = Page(Results.Mixed());
        Assert.Equal(
            Results.Mixed().Cases.Select(c => $"{c.Verdict}".ToUpperInvariant()),
            page.Descendants("details").Select(d => d.Element("summary")!.Element("b")!.Value));
        Assert.Contains("9 cases against a target in 2.5 s", page.Descendants("p").First().Value, StringComparison.Ordinal);
    }

    [Fact]
    public void What_needs_looking_after_is_open()
    {
        var open = Page(Results.Mixed()).Descendants("details").Where(d => d.Attribute("open") is not null);
        Assert.Equal(["fail", "error", "xpass", "fail"], open.Select(d => d.Attribute("class")!.Value));
    }

    [Fact]
    public void A_case_says_what_it_must_show_where_that_stands_and_what_it_does()
    {
        var scenario = Failed.Scenario with
        {
            Tags = ["@RFC5321-4.1.1.4", "@5321-4.2-01", "@5321-4.1.1.4-02", "@MUST"],
            Requirement = "what it must show",
            Steps = [new ScenarioStep("When", "the client plays", "S: 220", 1, (2, 3))],
        };
        var shown = Page(Results.Run(Failed with { Scenario = scenario })).Descendants("details").Single();
        Assert.Equal(
            [
                ("https://www.rfc-editor.org/rfc/rfc5321#section-4.1.1.4", "RFC 5321 4.1.1.4"),
                ("https://www.rfc-editor.org/rfc/rfc5321#section-4.2", "RFC 5321 4.2"),
            ],
            shown.Descendants("a").Select(a => (a.Attribute("href")!.Value, a.Value)));
        Assert.Equal("what it must show", shown.Descendants("blockquote").Single().Value);
        Assert.Equal(["line <1>\n  line 2", "S: 220"], shown.Descendants("pre").Select(p => p.Value));
        Assert.Contains("@MUST", shown.Descendants("small").Single().Value, StringComparison.Ordinal);
    }

    // An element that ends in itself would go on for HTML, and its style is not read as XML.
    [Fact]
    public void Empty_elements_end_and_the_style_has_no_marks()
    {
        var text = HtmlReport.Build(Results.Run(Array.Empty<CaseResult>()), new Changes("old.json", "t", [], 0, 0));
        Assert.Contains("<table></table>", text, StringComparison.Ordinal);
        Assert.Contains("color-scheme", text, StringComparison.Ordinal);
        Assert.DoesNotContain("&", text, StringComparison.Ordinal);
    }

    [BrowserFact]
    public async Task A_browser_shows_what_was_said_as_text_and_finds_every_place()
    {
        using var folder = new TemporaryFolder();
        var changes = Changes.Between("old.json", new EarlierRun("t", []), Results.Run(Failed));
        HtmlReport.Write(folder.Path("run.html"), Results.Run(Failed, Results.Of(CaseVerdict.Pass)), changes);
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await ControlPageTests.OpenAsync(playwright);
        var page = await browser.NewPageAsync();
        await page.GotoAsync(new Uri(folder.Path("run.html")).AbsoluteUri);

        Assert.Equal("smtpsim check: a target", await page.TitleAsync());
        Assert.Equal(Evil.Replace('\0', '\uFFFD'), await page.Locator(".reason").First.InnerTextAsync());
        Assert.Equal("line <1>\n  line 2", await page.Locator("details[open] pre").InnerTextAsync());
        Assert.Equal(2, await page.Locator("details").CountAsync());
        Assert.Equal("0px", await page.EvaluateAsync<string>("() => getComputedStyle(document.body).marginTop"));
        Assert.Equal(0, await page.EvaluateAsync<int>(
            "() => [...document.querySelectorAll('a[href^=\"#\"]')]"
            + ".filter(a => !document.getElementById(decodeURIComponent(a.hash.slice(1)))).length"));
    }

    private static XDocument Page(RunResult run) => XDocument.Parse(HtmlReport.Build(run, null).Split('\n', 2)[1]);
}
