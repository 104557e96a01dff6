using System.Text.Json.Nodes;
using SmtpSim.Transcripts;
using SmtpSim.Wire;

namespace SmtpSim.Conformance.Steps;

/// <summary>Mail as files: the directories of a gateway that keeps mail.</summary>
[Binding]
public sealed class FolderSteps(World world)
{
    private string Drop => Path.Combine(world.Home(), "drop");

    private string Pickup => Path.Combine(world.Home(), "pickup");

    [Given("the gateway has a drop and a pickup directory")]
    public void Has()
    {
        var configuration = world.Configuration
            ?? throw new CaseEndedException(CaseVerdict.Skip, "the target runs already and cannot be configured");
        configuration.Set("HomeDirectory", world.Home());
        configuration.Set("Delivery:Drop", Drop);
        configuration.Set("Pickup", Pickup);
        configuration.Set("PickupMilliseconds", "20");
        Directory.CreateDirectory(Pickup);
    }

    [Given("mail for the remote domain {string} ends in the drop directory, too")]
    public void Ends(string domain) => world.Configuration?.Set(
        "RemoteDomains", $$"""[{ "Domain": "{{domain}}", "Delivery": { "Drop": {{JsonValue.Create(Drop).ToJsonString()}} } }]""");

    /// <param name="text">Its lines, which end in CRLF; escapes as in a transcript's C&gt; stand for octets.</param>
    [When("the file {string} is put into the pickup directory")]
    public async Task PutAsync(string name, string text)
    {
        await world.TargetAsync();
        var source = world.Variables.Fill(text).ReplaceLineEndings("\\r\\n");
        Expect.True(Escapes.TryDecode(source, out var octets, out var at), $"there is no such escape in the file at {at}");
        // As the gateway's documents ask for it: it has its name when it is whole.
        var path = Path.Combine(Pickup, name);
        await File.WriteAllBytesAsync(path + ".tmp", octets);
        File.Move(path + ".tmp", path);
    }

    [Then("the pickup directory is empty")]
    public Task PickedUpAsync() => Expect.SoonAsync(
        () => Directory.GetFiles(Pickup).Length == 0,
        () => $"in the pickup directory are:\n{string.Join('\n', Directory.GetFiles(Pickup))}");

    [Then("the drop directory has {int} file(s)")]
    public Task DroppedAsync(int count) => Expect.SoonAsync(
        () => Files(Drop, "*.eml").Length == count,
        () => $"in the drop directory are {Files(Drop, "*.eml").Length} files, not {count}");

    [Then("the file dropped begins with the lines")]
    public async Task BeginsAsync(string lines)
    {
        await DroppedAsync(1);
        Compare(lines, await File.ReadAllTextAsync(Files(Drop, "*.eml")[0]));
    }

    [Then("the badmail has the reason {string}")]
    public Task SetAsideAsync(string pattern) => Expect.SoonAsync(
        () => Reasons().Any(r => Pattern.Matches(pattern, r, world.Variables)),
        () => $"the badmail has other reasons:\n{string.Join('\n', Reasons())}");

    private IEnumerable<string> Reasons() => Files(Path.Combine(world.Home(), "queue", "badmail"), "*.txt")
        .SelectMany(File.ReadAllLines);

    private static string[] Files(string folder, string pattern) =>
        Directory.Exists(folder) ? Directory.GetFiles(folder, pattern) : [];

    private void Compare(string lines, string text)
    {
        var found = text.Split("\r\n");
        foreach (var (at, wanted) in lines.Split('\n').Index())
        {
            var line = at < found.Length ? found[at] : "";
            Expect.True(
                Pattern.Matches(world.Variables.Fill(wanted), line, world.Variables),
                $"line {at + 1} is no '{wanted}' in:\n{text}");
        }
    }
}
