using SmtpSim.Conformance;
using SmtpSim.Tests.Reports;

namespace SmtpSim.Tests.Conformance;

public sealed class ConformanceRunnerTests
{
    private static readonly string Feature = "Feature: f\n" + string.Concat(((string[])["220", "421", "220"])
        .Select((code, i) => $"Scenario: s{i}\n{Features.With("When the client plays", $"S: {code}")}"));

    [Theory]
    [InlineData(4)]
    [InlineData(0, CaseVerdict.Pass, CaseVerdict.Warn, CaseVerdict.Skip, CaseVerdict.Unsupported, CaseVerdict.XFail)]
    [InlineData(1, CaseVerdict.Pass, CaseVerdict.Fail, CaseVerdict.XPass)]
    [InlineData(2, CaseVerdict.Pass, CaseVerdict.XPass, CaseVerdict.Warn)]
    [InlineData(4, CaseVerdict.Fail, CaseVerdict.Error, CaseVerdict.XPass)]
    public void The_exit_code_says_the_worst(int code, params CaseVerdict[] verdicts) =>
        Assert.Equal(code, Results.Run(verdicts).ExitCode);

    [Fact]
    public void A_dead_server_is_unreachable_or_has_failed()
    {
        Assert.Equal(3, (Results.Run(Array.Empty<CaseResult>()) with { Dead = "gone" }).ExitCode);
        Assert.Equal(1, (Results.Run(CaseVerdict.Pass) with { Dead = "gone" }).ExitCode);
    }

    [Fact]
    public async Task Results_come_in_the_order_of_the_cases()
    {
        await using var server = Stage.Serve("@serve default");
        var run = await Run.AllAsync(server, Feature);
        Assert.Equal(["s0", "s1", "s2"], run.Cases.Select(c => c.Scenario.Name));
        Assert.Equal([CaseVerdict.Pass, CaseVerdict.Fail, CaseVerdict.Pass], run.Cases.Select(c => c.Verdict));
        Assert.Equal((1, null, 2), (run.ExitCode, run.Dead, run.Count(CaseVerdict.Pass)));
    }

    [Fact]
    public async Task Cases_run_at_once()
    {
        var server = Stage.Serve("@serve default");
        var patient = "Feature: f\n" + string.Concat(Enumerable.Range(0, 3)
            .Select(i => $"Scenario: s{i}\n{Features.With("When the client plays", "S: 220\n@within 20s\n@eof")}"));
        var run = Run.AllAsync(server, patient);
        // None of them ends before all are there.
        await Stage.UntilAsync(() => server.Open == 3);
        await server.DisposeAsync();
        Assert.Equal(3, (await run).Cases.Count);
    }

    [Fact]
    public async Task Known_failures_are_expected_and_known_passes_are_not()
    {
        await using var server = Stage.Serve("@serve default");
        var known = new Deviations([new("x/a.feature › s1", "known"), new("x/a.feature › s2", "stale")]);
        var run = await Run.AllAsync(server, Feature, known);
        Assert.Equal([CaseVerdict.Pass, CaseVerdict.XFail, CaseVerdict.XPass], run.Cases.Select(c => c.Verdict));
        Assert.Equal(2, run.ExitCode);
    }

    [Fact]
    public async Task Nothing_is_run_against_a_server_that_does_not_answer()
    {
        await using var server = Stage.Serve("@on connect -> S: 421 not today, @close");
        var run = await Run.AllAsync(server, Feature);
        Assert.Equal((3, 0, "the code is 421, not 220"), (run.ExitCode, run.Cases.Count, run.Dead));
    }

    [Fact]
    public async Task A_server_that_dies_on_the_way_is_found_dead()
    {
        await using var server = Stage.Serve("@on connect 2..999 -> @close");
        var run = await Run.AllAsync(server, Feature);
        Assert.Equal(1, run.ExitCode);
        Assert.NotNull(run.Dead);
        Assert.Contains(run.Cases, c => c.Reason.Contains("and now the server is dead", StringComparison.Ordinal));
    }

    [Fact]
    public async Task No_case_is_held_against_a_server_that_has_gone()
    {
        await using var server = Stage.Serve("@serve default\n@on connect 3..999 -> @close");
        var run = await Run.AllAsync(server, Feature, terms: new RunTerms(1));
        Assert.Equal([CaseVerdict.Pass, CaseVerdict.Fail, CaseVerdict.Skip], run.Cases.Select(c => c.Verdict));
        Assert.StartsWith(
            "not run: the server does not answer since 'x/a.feature › s1'", run.Cases[2].Reason, StringComparison.Ordinal);
        Assert.Equal((1, true), (run.ExitCode, run.Dead is not null));
    }

    [Fact]
    public async Task A_server_that_comes_again_is_judged_again()
    {
        // The first looks whether it lives; the second and third are a case and the look behind it.
        await using var server = Stage.Serve("@serve default\n@on connect 2..3 -> @close");
        var run = await Run.AllAsync(server, Feature, terms: new RunTerms(1));
        Assert.Equal([CaseVerdict.Fail, CaseVerdict.Fail, CaseVerdict.Pass], run.Cases.Select(c => c.Verdict));
        Assert.Equal("the code is 220, not 421", run.Cases[1].Reason);
        Assert.Null(run.Dead);
    }

    // One case after another, and a look behind each: whose fault it is, is certain.
    [Fact]
    public async Task A_server_that_dies_behind_a_case_that_passes_is_laid_to_that_case()
    {
        await using var server = Stage.Serve("@serve default\n@on connect 3..999 -> @close");
        var run = await Run.AllAsync(server, Feature, terms: new RunTerms(1, AsksAfterEach: true));
        Assert.Equal([CaseVerdict.Fail, CaseVerdict.Skip, CaseVerdict.Skip], run.Cases.Select(c => c.Verdict));
        Assert.StartsWith("and now the server is dead", run.Cases[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_case_is_a_bad_run()
    {
        await using var server = Stage.Serve("@serve default");
        Assert.Equal(4, (await Run.AllAsync(server, [])).ExitCode);
        using var first = await RawPeer.ConnectAsync(server.EndPoint);
        await first.LineAsync();
        Assert.Equal(1, server.Accepted);
    }

    [Fact]
    public async Task A_host_that_nobody_knows_is_unreachable()
    {
        await using var bed = new RunningServerBed(new TargetProfile("n", "no-such-host.invalid"), Stage.Options);
        var cases = new CaseRunner(bed, null, new StepCatalogue(typeof(StepCatalogue).Assembly), Stage.Options);
        var runner = new ConformanceRunner(bed, cases, Deviations.None, TimeProvider.System);
        var run = await runner.RunAsync(Features.Of(Feature), new RunTerms(1), _ => { }, CancellationToken.None);
        Assert.Equal(3, run.ExitCode);
    }
}
