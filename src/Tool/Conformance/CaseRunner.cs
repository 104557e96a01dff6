using SmtpSim.Comparing;
using SmtpSim.Playing;
using SmtpSim.Transcripts;

namespace SmtpSim.Conformance;

/// <summary>Runs one scenario and says what came of it. Never throws for what a server does.</summary>
public sealed class CaseRunner(ITestBed bed, GatewayTemplate? template, StepCatalogue catalogue, WalkOptions options)
{
    // A case that waits for ever must not hold up the run.
    private static readonly TimeSpan CaseLimit = TimeSpan.FromSeconds(60);

    private readonly CapabilityProbe _probe = new(options);
    private readonly string _runs = $"r{DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() % 0x7fffffff:x}";
    private int _count;

    public CapabilityProbe Probe => _probe;

    public async Task<CaseResult> RunAsync(Scenario scenario, CancellationToken cancel)
    {
        var began = options.Clock.GetTimestamp();
        using var limit = new CancellationTokenSource(CaseLimit, options.Clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        var run = $"{_runs}x{Interlocked.Increment(ref _count)}";
        await using (var world = new World(new CaseRun(scenario, run, stop.Token), bed, template, options))
        {
            var ended = await EndAsync(scenario, world);
            cancel.ThrowIfCancellationRequested();
            IReadOnlyList<string> evidence = ended.Outcome is { } outcome ? SideBySide.Show(outcome, ended.Script) : [];
            return new CaseResult(scenario, ended.Verdict, ended.Message, evidence, options.Clock.GetElapsedTime(began));
        }
    }

    private async Task<CaseEndedException> EndAsync(Scenario scenario, World world)
    {
        try
        {
            await RunStepsAsync(scenario, world);
            return world.Warnings.Count == 0
                ? new CaseEndedException(CaseVerdict.Pass, "")
                : new CaseEndedException(CaseVerdict.Warn, world.Warnings[0].Reason, world.Warnings[0]);
        }
        catch (CaseEndedException ended)
        {
            return ended;
        }
        catch (Exception unusable) when (unusable is UnusableFileException or GatewayRefusedException)
        {
            return new CaseEndedException(CaseVerdict.Error, unusable.Message);
        }
        catch (MissingValueException missing)
        {
            return CaseEndedException.Missing(missing.Name);
        }
        catch (OperationCanceledException)
        {
            return new CaseEndedException(CaseVerdict.Error, $"the case took longer than {Durations.Show(CaseLimit)}");
        }
#pragma warning disable CA1031 // One case that cannot be run, for whatever reason, must not take all others with it.
        catch (Exception unforeseen)
#pragma warning restore CA1031
        {
            return new CaseEndedException(
                CaseVerdict.Error, $"the case could not be run: {unforeseen.GetType().Name}: {unforeseen.Message}");
        }
    }

    private async Task RunStepsAsync(Scenario scenario, World world)
    {
        var bound = scenario.Steps.Select(step => catalogue.Find(scenario, step)).ToList();
        await RequireAsync(scenario, world);
        var bindings = new Dictionary<Type, object>();
        foreach (var step in bound)
        {
            var type = step.Method.DeclaringType!;
            if (!bindings.TryGetValue(type, out var binding))
                binding = bindings[type] = Activator.CreateInstance(type, world)!;
            await step.RunAsync(binding);
        }
        world.Judge();
    }

    private async Task RequireAsync(Scenario scenario, World world)
    {
        foreach (var tag in scenario.Tags)
        {
            if (tag.StartsWith(CaseTags.Capability, StringComparison.Ordinal)
                && !await _probe.OffersAsync(await bed.EndPointAsync(world.Stop), tag[CaseTags.Capability.Length..], world.Stop))
                throw new CaseEndedException(
                    CaseVerdict.Unsupported, $"the server does not offer {tag[CaseTags.Capability.Length..]}");
            if (tag.StartsWith(CaseTags.Fact, StringComparison.Ordinal))
                RequireFact(tag[CaseTags.Fact.Length..], world);
        }
    }

    private void RequireFact(string fact, World world)
    {
        if (fact == "mail" ? bed.Mail is null : world.Variables[fact] is null)
            throw new CaseEndedException(CaseVerdict.Skip, $"the target's profile has no fact '{fact}'");
    }
}

/// <summary>Tags with a meaning for the run.</summary>
public static class CaseTags
{
    /// <summary>The case needs the gateway itself: <c>@gateway</c>. Other servers are not judged by it.</summary>
    public const string Gateway = "@gateway";

    /// <summary><c>@offers-SIZE</c>: UNSUPPORTED unless EHLO offers it.</summary>
    public const string Capability = "@offers-";

    /// <summary>
    /// <c>@needs-unknown</c>: SKIP unless the profile has the fact; <c>@needs-mail</c>: unless mail can be counted.
    /// </summary>
    public const string Fact = "@needs-";
}
