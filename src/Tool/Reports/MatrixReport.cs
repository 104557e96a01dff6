using System.Globalization;
using SmtpSim.Conformance;
using Spectre.Console;
using static SmtpSim.Reports.Html;

namespace SmtpSim.Reports;

/// <summary>Several runs as tables: how many cases of each ended how, and the cases that are not judged alike.</summary>
public static class MatrixReport
{
    public static void Write(IAnsiConsole console, Matrix matrix)
    {
        console.Write(Totals(matrix));
        // Under one another: a column for each target would leave no room for the names of the cases.
        foreach (var row in matrix.Rows.Where(r => r.IsMixed))
        {
            console.WriteLine(row.Case);
            foreach (var same in matrix.Targets.Zip(row.Verdicts).GroupBy(v => v.Second))
                console.WriteLine($"  {Matrix.Name(same.Key),-11} {string.Join(", ", same.Select(s => s.First))}");
        }
        console.WriteLine(Summary(matrix));
    }

    /// <summary><c>1488 cases of 3 runs: 12 are not judged alike</c>.</summary>
    public static string Summary(Matrix matrix) => $"{matrix.Rows.Count} cases of {matrix.Targets.Count} runs: "
        + matrix.Rows.Count(r => r.IsMixed) switch
        {
            0 => "all are judged alike",
            1 => "1 is not judged alike",
            var some => $"{some} are not judged alike",
        };

    public static string Page(Matrix matrix) => Html.Page(
        $"smtpsim matrix: {string.Join(", ", matrix.Targets)}",
        Element("p", Summary(matrix)),
        Element(
            "table",
            Element("tr", Element("th", "Case"), matrix.Targets.Select(t => Element("th", t))),
            Element(
                "tr",
                Element("td", "passed"),
                matrix.Targets.Select((_, i) => Element("td", Number(matrix.Count(i, CaseVerdict.Pass))))),
            matrix.Rows.Select(row => Classed(
                "tr",
                row.IsMixed ? "mixed" : "alike",
                Element("td", row.Case),
                row.Verdicts.Select(v => Classed("td", v is { } verdict ? Class(verdict) : "none", Matrix.Name(v)))))));

    private static Table Totals(Matrix matrix)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn("Target");
        foreach (var verdict in matrix.Verdicts)
            table.AddColumn(new TableColumn(Matrix.Name(verdict)).RightAligned());
        for (var run = 0; run < matrix.Targets.Count; run++)
        {
            var counts = matrix.Verdicts.Select(v => matrix.Count(run, v)).Select(c => c == 0 ? "" : Number(c));
            table.AddRow([Markup.Escape(matrix.Targets[run]), .. counts]);
        }
        return table;
    }

    private static string Number(int count) => count.ToString(CultureInfo.InvariantCulture);
}
