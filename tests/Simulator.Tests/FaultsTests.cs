using System.Text.RegularExpressions;
using SmtpSim.Transcripts;

namespace SmtpSim.Tests;

/// <summary>
/// docs/faults.md, held to its word: each row's script is served, and what it says is on the wire is looked for there with the
/// system's own sockets.
/// </summary>
[Trait("Rows", "SM-02 SM-04 SM-05 SM-07")]
public sealed partial class FaultsTests
{
    public static TheoryData<string, string, string> Faults
    {
        get
        {
            var faults = new TheoryData<string, string, string>();
            foreach (Match row in Row().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", "faults.md"))))
                faults.Add(row.Groups["name"].Value, row.Groups["script"].Value, row.Groups["wire"].Value);
            return faults;
        }
    }

    [Fact]
    public void There_are_at_least_thirty() => Assert.True(Faults.Count >= 30, $"{Faults.Count}");

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_fault_is_on_the_wire_as_the_table_says(string name, string script, string wire)
    {
        var lines = Code().Matches(script).Select(m => m.Groups[1].Value).ToList();
        if (!lines.Exists(l => l.StartsWith("@serve", StringComparison.Ordinal)))
            lines.Insert(0, "@serve default");
        await using var server = Stage.Serve(string.Join('\n', lines) + "\n", new Variables());
        using var observer = new WireObserver(server.EndPoint);
        foreach (var sight in wire.Split(" · "))
            await observer.SeeAsync(name, sight);
    }

    [GeneratedRegex("^\\| (?<name>[^|`]+) \\| (?<script>`[^|]+`) \\| (?<wire>[^|]+) \\| [^|]+ \\|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();
}
