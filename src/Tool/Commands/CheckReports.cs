using System.CommandLine;
using SmtpSim.Conformance;
using SmtpSim.Reports;
using SmtpSim.Transcripts;

namespace SmtpSim.Commands;

/// <summary>What <c>check</c> writes besides the terminal.</summary>
internal static class CheckReports
{
    private sealed record Form(Option<string?> Option, Action<string, RunResult, Changes?> Write);

    private static readonly Form[] Forms =
    [
        new(To("--junit", "JUnit XML"), (path, run, _) => JUnitReport.Write(path, run)),
        new(To("--json", "JSON"), (path, run, _) => JsonReport.Write(path, run)),
        new(To("--tap", "TAP"), (path, run, _) => TapReport.Write(path, run)),
        new(To("--html", "a page, with every case and its clause,"), HtmlReport.Write),
        new(To("--markdown", "Markdown, for a pull request,"), MarkdownReport.Write),
    ];

    private static readonly Option<string?> Against = new("--against")
    {
        Description = "Show what changed since an earlier run, as --json has written it",
    };

    public static void AddTo(Command command)
    {
        foreach (var form in Forms)
            command.Add(form.Option);
        command.Add(Against);
    }

    /// <summary>What cannot be read or written is found before the run, not after it.</summary>
    /// <returns>The earlier run, with its file; null where none was named.</returns>
    /// <exception cref="UnusableFileException">A file or folder is wrong.</exception>
    public static (string Path, EarlierRun Run)? Require(ParseResult parsed)
    {
        foreach (var form in Forms)
            RequireFolder(parsed, form.Option);
        return parsed.GetValue(Against) is { } path ? (path, EarlierRun.Load(path)) : null;
    }

    /// <summary>False where one could not be written.</summary>
    public static bool Write(ParseResult parsed, RunResult run, Changes? changes) => Forms
        .Select(form => parsed.GetValue(form.Option) is not { } path || IsWritten(form, path, run, changes))
        .ToList().TrueForAll(written => written);

    private static Option<string?> To(string name, string what) => new(name) { Description = $"Write {what} to this file" };

    private static void RequireFolder(ParseResult parsed, Option<string?> report)
    {
        if (parsed.GetValue(report) is not { } path)
            return;
        var folder = Path.GetDirectoryName(Path.GetFullPath(path));
        if (Directory.Exists(path) || !Directory.Exists(folder))
            throw new UnusableFileException($"{report.Name} {path}", 0, 0,
                Directory.Exists(path) ? "this is a folder; name a file in it" : $"there is no folder '{folder}'");
        Files.Check(path);
    }

    private static bool IsWritten(Form form, string path, RunResult run, Changes? changes)
    {
        try
        {
            form.Write(path, run, changes);
            return true;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"{form.Option.Name} {path}: cannot be written: {refused.Message}");
            return false;
        }
    }
}
