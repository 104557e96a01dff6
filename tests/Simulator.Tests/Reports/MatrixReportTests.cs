using System.Xml.Linq;
using SmtpSim.Reports;
using Spectre.Console;

namespace SmtpSim.Tests.Reports;

public sealed class MatrixReportTests
{
    [Fact]
    public void The_terminal_shows_who_does_what_where_they_differ()
    {
        using var text = new StringWriter { NewLine = "\n" };
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Out = new AnsiConsoleOutput(text),
        });
        console.Profile.Width = 80;
        MatrixReport.Write(console, MatrixTests.Three);
        var shown = text.ToString();
        Assert.EndsWith(
            "\nother\n  PASS        [one]\n  FAIL        two (b.json), two (c.json)\n"
            + "3 cases of 3 runs: 1 is not judged alike\n",
            shown,
            StringComparison.Ordinal);
        var row = shown.Split('\n').Single(l => l.TrimStart().StartsWith("two (b.json) ", StringComparison.Ordinal));
        Assert.Equal(["1", "1", "1"], row.Split("(b.json)")[1].Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void The_page_has_all_cases()
    {
        var page = XDocument.Parse(MatrixReport.Page(MatrixTests.Three).Split('\n', 2)[1]);
        var rows = page.Descendants("tr").Select(r => string.Join('|', r.Elements().Select(e => e.Value)));
        Assert.Equal(
            [
                "Case|[one]|two (b.json)|two (c.json)", "passed|2|1|1", "same|PASS|PASS|PASS", "other|PASS|FAIL|FAIL",
                "more|-|SKIP|-",
            ],
            rows);
    }
}
