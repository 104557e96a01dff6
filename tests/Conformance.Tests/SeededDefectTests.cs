using System.Diagnostics;
using SmtpSim.Conformance;
using SmtpSim.Playing;

namespace Conformance.Tests;

/// <summary>Builds the gateway with each defect and watches the cases notice.</summary>
public sealed class SeededDefectTests
{
    private static readonly TimeSpan BuildLimit = TimeSpan.FromMinutes(5);

    // One for all defects, which are tried one after the other: what they have in common is restored once.
    private static readonly string Copy = Path.Combine(Repository.Folder("artifacts"), "defects");

    private static readonly Lazy<Task> Restoring =
        new(() => DotnetAsync("restore", "src/SystemUnderTest", "-v", "q", "-p:RestoreLockedMode=false"));

    public static TheoryData<string> Names => [.. SeededDefects.All.Select(d => d.Name)];

    /// <summary>Told within milliseconds, before anything is built.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void A_defect_quotes_the_source_once(string name)
    {
        var defect = SeededDefects.All.Single(d => d.Name == name);
        var pieces = File.ReadAllText(Repository.Folder($"src/SystemUnderTest/{defect.File}")).Split(defect.Sound);
        Assert.True(pieces.Length == 2, $"{defect.File} holds '{defect.Sound}' {pieces.Length - 1} times: mend '{name}'");
    }

    [Theory]
    [Trait("Category", "Defects")]
    [MemberData(nameof(Names))]
    public async Task A_defect_turns_a_case_red(string name)
    {
        var defect = SeededDefects.All.Single(d => d.Name == name);
        var program = await BuildAsync(defect);
        var specs = Repository.Folder("specs");
        var template = GatewayTemplate.Load(specs);
        await using var bed = new OwnGatewayBed(new GatewayProcessLauncher(program), template, WalkOptions.Default);
        var cases = new CaseRunner(bed, template, new StepCatalogue(typeof(StepCatalogue).Assembly), WalkOptions.Default);
        var runner = new ConformanceRunner(bed, cases, Deviations.None, TimeProvider.System);
        using var enough = new CancellationTokenSource();
        var failed = new List<CaseResult>();
        var noticed = false;
        try
        {
            var scenarios = FeatureFiles.Load(specs, [Path.Combine(specs, defect.Feature)]);
            var run = await runner.RunAsync(scenarios, 8, result => Note(result, failed, enough), enough.Token);
            // A gateway so broken that the sanity case stops the run was noticed, too.
            noticed = run.Dead is not null;
        }
        catch (OperationCanceledException)
        {
            // One red case is enough; the others need not run.
        }
        Assert.True(noticed || failed.Count > 0, "no case noticed");
    }

    private static void Note(CaseResult result, List<CaseResult> failed, CancellationTokenSource enough)
    {
        if (result.Verdict != CaseVerdict.Fail)
            return;
        lock (failed)
            failed.Add(result);
        enough.Cancel();
    }

    /// <summary>A copy of the gateway's project with one piece replaced, built; the program's path.</summary>
    private static async Task<string> BuildAsync(Defect defect)
    {
        var root = Repository.Folder("");
        CopyProject(root, Copy);
        await Restoring.Value;
        var file = Path.Combine(Copy, "src", "SystemUnderTest", defect.File);
        var source = await File.ReadAllTextAsync(file);
        await File.WriteAllTextAsync(file, source.Replace(defect.Sound, defect.Broken, StringComparison.Ordinal));
        await DotnetAsync("build", "src/SystemUnderTest", "-v", "q", "--no-restore", "-p:RunAnalyzers=false",
            "-p:TreatWarningsAsErrors=false", "-p:GenerateDocumentationFile=false");
        return Path.Combine(Copy, "artifacts", "bin", "SystemUnderTest", "debug", "smtpgate");
    }

    private static void CopyProject(string root, string copy)
    {
        // What was copied before may have moved since.
        var before = Path.Combine(copy, "src");
        if (Directory.Exists(before))
            Directory.Delete(before, recursive: true);
        foreach (var file in Directory.EnumerateFiles(root, "Directory.*").Append(Path.Combine(root, "CodeMetricsConfig.txt")))
            CopyFile(file, Path.Combine(copy, Path.GetFileName(file)));
        var sources = Path.Combine(root, "src/SystemUnderTest");
        foreach (var file in Directory.EnumerateFiles(sources, "*", SearchOption.AllDirectories))
            CopyFile(file, Path.Combine(copy, Path.GetRelativePath(root, file)));
    }

    private static void CopyFile(string from, string to)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        File.Copy(from, to, overwrite: true);
    }

    private static async Task DotnetAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = Copy,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(BuildLimit);
        var output = await process.StandardOutput.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        Assert.True(process.ExitCode == 0, output);
    }
}
