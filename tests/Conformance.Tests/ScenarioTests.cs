using SmtpSim.Conformance;
using SmtpSim.Playing;
using Xunit.Abstractions;

namespace Conformance.Tests;

/// <summary>Every scenario of the specifications as a test case of its own, the gateway in this process.</summary>
public sealed class ScenarioTests(ScenarioBed bed) : IClassFixture<ScenarioBed>
{
    public static TheoryData<ScenarioCase> All => [.. ScenarioBed.Scenarios.Select(s => new ScenarioCase(s.Id))];

    [Theory]
    [MemberData(nameof(All))]
    public async Task Scenario(ScenarioCase scenario)
    {
        var result = await bed.Cases.RunAsync(ScenarioBed.Find(scenario.Id), CancellationToken.None);
        var text = string.Join('\n', [$"{result.Verdict}: {result.Reason}", .. result.Evidence]);
        Assert.True(result.IsFine, text);
    }
}

/// <summary>The id of a scenario, which a test explorer can keep and filter by.</summary>
public sealed class ScenarioCase : IXunitSerializable
{
    public ScenarioCase()
        : this("")
    {
    }

    public ScenarioCase(string id) => Id = id;

    public string Id { get; private set; }

    public void Deserialize(IXunitSerializationInfo info) => Id = info.GetValue<string>("id");

    public void Serialize(IXunitSerializationInfo info) => info.AddValue("id", Id);

    public override string ToString() => Id;
}

/// <summary>The shared gateway of all scenarios that need none of their own.</summary>
public sealed class ScenarioBed : IAsyncLifetime, IAsyncDisposable
{
    private static readonly string Specs = Repository.Folder("specs");
    private static readonly Dictionary<string, Scenario> ById = FeatureFiles.Load(Specs, [Specs]).ToDictionary(s => s.Id);

    private readonly OwnGatewayBed _bed;

    public ScenarioBed()
    {
        var template = GatewayTemplate.Load(Specs);
        _bed = new OwnGatewayBed(new InProcessLauncher(), template, WalkOptions.Default);
        Cases = new CaseRunner(_bed, template, new StepCatalogue(typeof(StepCatalogue).Assembly), WalkOptions.Default);
    }

    public static IEnumerable<Scenario> Scenarios => ById.Values;

    public CaseRunner Cases { get; }

    public static Scenario Find(string id) => ById[id];

    public Task InitializeAsync() => Task.CompletedTask;

    public ValueTask DisposeAsync() => _bed.DisposeAsync();

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();
}

/// <summary>Where the repository is: above the test's own folder.</summary>
internal static class Repository
{
    public static string Folder(string name)
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "SmtpConformance.sln")))
                return Path.Combine(at.FullName, name);
        }
        throw new DirectoryNotFoundException("the tests run outside the repository");
    }
}
