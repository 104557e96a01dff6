using System.CommandLine;
using SmtpSim.Reports;

namespace SmtpSim.Commands;

/// <summary><c>smtpsim matrix FILES</c>: runs against several servers side by side.</summary>
internal static class MatrixCommand
{
    private static readonly Argument<string[]> Runs = new("runs")
    {
        Description = "What 'check --json' has written, a file a server",
        Arity = new ArgumentArity(2, 1000),
    };

    private static readonly Option<string?> Html = new("--html")
    {
        Description = "Write all cases to this file, a column a server",
    };

    public static Command Create()
    {
        var command = new Command("matrix", "Show several servers side by side: which cases end how") { Runs, Html };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var matrix = Matrix.Of([.. parsed.GetValue(Runs)!.Select(path => (path, EarlierRun.Load(path)))]);
        if (parsed.GetValue(Html) is { } file)
            Files.Write(file, MatrixReport.Page(matrix));
        MatrixReport.Write(Terminal.Create(), matrix);
        return ExitCodes.Fine;
    }
}
