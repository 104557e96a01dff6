using System.Diagnostics;
using SmtpSim.Conformance;
using SmtpSim.Reports;

namespace Conformance.Tests;

/// <summary>TAP as others read it: Perl's own harness.</summary>
public sealed class TapTests
{
    private const string Evidence = "f/x.feature:3: S: 250\n  - \"a\": b\n\n    <- 250 \\r\\n # x";

    [PeerTheory("prove")]
    [InlineData(CaseVerdict.Pass, 0, "All tests successful")]
    [InlineData(CaseVerdict.Warn, 0, "All tests successful")]
    [InlineData(CaseVerdict.Skip, 0, "All tests successful")]
    [InlineData(CaseVerdict.XFail, 0, "All tests successful")]
    [InlineData(CaseVerdict.Fail, 1, "Failed test:  2")]
    [InlineData(CaseVerdict.Error, 1, "Failed test:  2")]
    public async Task Perl_reads_a_run(CaseVerdict verdict, int code, string said)
    {
        var file = Path.GetTempFileName();
        CaseResult[] cases = [Case(CaseVerdict.Pass, 1), Case(verdict, 2), Case(CaseVerdict.Pass, 3)];
        TapReport.Write(file, new RunResult("t", cases, TimeSpan.Zero, null));
        using var prove = Process.Start(new ProcessStartInfo("prove", ["--exec", "cat", file])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var told = await prove.StandardOutput.ReadToEndAsync() + await prove.StandardError.ReadToEndAsync();
        await prove.WaitForExitAsync();
        Assert.Equal((code, true, false), (prove.ExitCode, told.Contains(said, StringComparison.Ordinal),
            told.Contains("Parse error", StringComparison.Ordinal)));
        Assert.Contains("Tests=3", told, StringComparison.Ordinal);
    }

    private static CaseResult Case(CaseVerdict verdict, int number) => new(
        new Scenario("f/x.feature", "A feature", $"# case {number} \\ \"x\"", ".", 1, [], []),
        verdict,
        "a \"reason\": # why",
        Evidence.Split('\n'),
        TimeSpan.Zero);
}
