using System.Diagnostics;
using SmtpSim.Conformance;
using SmtpSim.Playing;

namespace Conformance.Tests;

/// <summary>A copy of the gateway's project, in which defects are tried one after the other.</summary>
internal sealed class DefectLane
{
    private static readonly TimeSpan BuildLimit = TimeSpan.FromMinutes(5);

    private readonly string _copy;

    // What they have in common is restored once.
    private readonly Lazy<Task> _restoring;

    public DefectLane(string name)
    {
        _copy = Path.Combine(Repository.Folder("artifacts"), "defects", name);
        _restoring = new(() => DotnetAsync("restore", "src/SystemUnderTest", "-v", "q", "-p:RestoreLockedMode=false"));
    }

    public static TheoryData<string> Every(int step, int first) =>
        [.. SeededDefects.All.Where((_, i) => i % step == first).Select(d => d.Name)];

    /// <summary>Those of which one must notice.</summary>
    public static IReadOnlyList<Scenario> CasesOf(Defect defect)
    {
        var specs = Repository.Folder("specs");
        return [.. FeatureFiles.Load(specs, [Path.Combine(specs, defect.Feature)])
            .Where(s => s.Name.StartsWith(defect.Case, StringComparison.Ordinal))];
    }

    public async Task TryAsync(string name)
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
            var run = await runner.RunAsync(
                CasesOf(defect), new RunTerms(8), result => Note(result, failed, enough), enough.Token);
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
    private async Task<string> BuildAsync(Defect defect)
    {
        var root = Repository.Folder("");
        CopyProject(root, _copy);
        await _restoring.Value;
        var file = Path.Combine(_copy, "src", "SystemUnderTest", defect.File);
        var source = await File.ReadAllTextAsync(file);
        await File.WriteAllTextAsync(file, source.Replace(defect.Sound, defect.Broken, StringComparison.Ordinal));
        // A compiler that stays and is warm takes a third of the time, whatever the surroundings say of it.
        await DotnetAsync("build", "src/SystemUnderTest", "-v", "q", "--no-restore", "-p:RunAnalyzers=false",
            "-p:TreatWarningsAsErrors=false", "-p:GenerateDocumentationFile=false", "-p:UseSharedCompilation=true");
        return Path.Combine(_copy, "artifacts", "bin", "SystemUnderTest", "debug", "smtpgate");
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

    private async Task DotnetAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = _copy,
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
