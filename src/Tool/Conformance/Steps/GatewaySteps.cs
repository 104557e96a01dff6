using System.Text.Json.Nodes;

namespace SmtpSim.Conformance.Steps;

/// <summary>How the gateway is set up, started and stopped.</summary>
[Binding]
public sealed class GatewaySteps(World world)
{
    private Task<int>? _stopping;

    private GatewayConfiguration Configuration => world.Configuration
        ?? throw new CaseEndedException(CaseVerdict.Skip, "the target runs already and cannot be configured");

    [Given("the gateway setting {string} is {string}")]
    public void Setting(string path, string value) => Configuration.Set(path, value);

    [Given("the gateway setting(s)")]
    public void Settings(string json)
    {
        foreach (var (key, value) in JsonNode.Parse(json)!.AsObject())
            Configuration.Set(key, value?.ToJsonString() ?? "null");
    }

    [Given("the gateway keeps mail and brings it on its way")]
    public void Keeps() => Configuration.Set("HomeDirectory", world.Home());

    [Given("the gateway trusts the simulator's certificates")]
    public void Trusts() => Configuration.Set("Delivery:TlsAuthorities", world.AuthorityFile());

    [Given("the verifier trusts the simulator's certificates")]
    public void VerifierTrusts() => Configuration.SetVerifier("TlsAuthorities", world.AuthorityFile());

    [Given("the gateway's users stand in {string}")]
    public void Users(string file) =>
        Configuration.Set("Auth:Users", Path.GetFullPath(Path.Combine(world.Scenario.Folder, file)));

    [Given("the gateway verifies recipients")]
    public void Verifies() => Configuration.Verify();

    [Given("the verifier setting {string} is {string}")]
    public void VerifierSetting(string key, string value) => Configuration.SetVerifier(key, value);

    [Given("the verifier setting(s)")]
    public void VerifierSettings(string json)
    {
        foreach (var (key, value) in JsonNode.Parse(json)!.AsObject())
            Configuration.SetVerifier(key, value?.ToJsonString() ?? "null");
    }

    [Given("the gateway has the sink(s)")]
    public void Sinks(string json)
    {
        var sinks = JsonNode.Parse(json);
        JsonNode?[] all = sinks is JsonArray several ? [.. several] : [sinks];
        foreach (var sink in all)
            Configuration.Sinks.Add(sink!.DeepClone());
        Configuration.Set("LogLevel", "debug");
    }

    [When("the gateway starts")]
    public Task StartsAsync() => world.TargetAsync();

    [When("the gateway setting {string} becomes {string}")]
    public async Task BecomesAsync(string path, string value)
    {
        Configuration.Set(path, value);
        if (!await world.ReloadGatewayAsync())
            throw new CaseEndedException(CaseVerdict.Fail, $"the gateway keeps its settings:\n{world.Log}");
    }

    [When("the verifier's {string} becomes {string} in the settings file")]
    public Task EditAsync(string key, string value)
    {
        Configuration.SetVerifier(key, value);
        return world.EditConfigurationAsync();
    }

    [Then("the verifier's {string} is {string} in the settings file")]
    public async Task IsAsync(string key, string value)
    {
        var file = JsonNode.Parse(await world.ConfigurationFileAsync());
        var settings = file!["Sinks"]!.AsArray().First(s => (string?)s!["Sink"] == "RcptProxy")!["Settings"]!;
        var there = settings[key]?.ToJsonString() ?? "not there";
        Expect.True(there == value, $"{key} is {there} in the settings file, not {value}");
    }

    [When("the gateway keeps its settings though {string} becomes {string}")]
    public async Task KeepsAsync(string path, string value)
    {
        Configuration.Set(path, value);
        if (await world.ReloadGatewayAsync())
            throw new CaseEndedException(CaseVerdict.Fail, "the gateway has taken the new setting");
    }

    [When("the gateway is told to stop")]
    public async Task StopAsync()
    {
        await world.OwnGatewayAsync();
        _stopping = world.StopGatewayAsync();
    }

    [Then("the gateway stops with exit code {int}")]
    public async Task StopsAsync(int code)
    {
        var ended = await (_stopping ?? world.StopGatewayAsync());
        Expect.Equal(code, ended, "the exit code");
    }

    [Then("the gateway refuses to start and says {string}")]
    public async Task RefusesAsync(string text)
    {
        try
        {
            await world.OwnGatewayAsync();
        }
        catch (GatewayRefusedException refused)
        {
            Expect.Equal(2, refused.ExitCode, "the exit code");
            Expect.Contains(refused.Said, text, "what the gateway says");
            return;
        }
        throw new CaseEndedException(CaseVerdict.Fail, "the gateway started");
    }

    [Then("the gateway's log never says {string}")]
    public void LogNeverSays(string text) =>
        Expect.True(!world.Log.Contains(text, StringComparison.Ordinal), $"the log says '{text}':\n{world.Log}");

    [Then("the gateway's log says {string}")]
    public Task LogSaysAsync(string text) =>
        Expect.SoonAsync(
            () => world.Log.Contains(text, StringComparison.Ordinal),
            () => $"the log does not say '{text}':\n{world.Log}");
}
