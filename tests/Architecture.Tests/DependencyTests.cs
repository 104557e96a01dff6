using System.Text.RegularExpressions;

namespace Architecture.Tests;

/// <summary>Who may see whom: decision 0001 and docs/architecture.md, as a table that the build holds to.</summary>
public sealed partial class DependencyTests
{
    // Folder -> the folders it may use. What is not named may not be used.
    private static readonly Dictionary<string, string[]> Gateway = new()
    {
        ["Wire"] = [],
        ["Grammar"] = [],
        ["Files"] = [],
        ["Spool"] = ["Files"],
        ["Names"] = ["Grammar"],
        ["DropFolder"] = ["Wire", "Grammar", "Outgoing", "Files"],
        ["Queue"] = ["Wire", "Grammar", "Files", "Configuration", "Tls", "Spool", "Outgoing", "Names", "DropFolder"],
        ["Configuration"] = ["Grammar", "Files"],
        ["Sinks"] = ["Grammar", "Configuration"],
        ["Outgoing"] = ["Wire", "Grammar", "Tls"],
        ["Recipients"] = ["Grammar", "Files", "Configuration", "Sinks", "Outgoing", "Tls"],
        ["Authentication"] = ["Grammar", "Files", "Configuration", "Sinks"],
        ["Relaying"] = ["Grammar", "Configuration", "Sinks"],
        ["Tls"] = ["Files", "Configuration"],
        ["Sessions"] = ["Wire", "Grammar", "Configuration", "Sinks", "Outgoing", "Tls"],
        ["Administration"] = [],
        ["Listening"] = ["Files"],
        ["Plugins"] = ["Files", "Sinks"],
        // Puts together what settings name: it sees every folder that has some.
        ["VirtualServers"] =
        [
            "Grammar", "Files", "Configuration", "Sinks", "Outgoing", "Recipients", "Authentication", "Relaying", "Tls",
            "Sessions", "Plugins", "Spool", "Queue", "DropFolder",
        ],
        // The command line is a composition of its own: each verb of what it needs.
        ["Commands"] =
        [
            "Grammar", "Files", "Configuration", "Sinks", "Outgoing", "Recipients", "Authentication", "Administration",
            "Queue", "VirtualServers",
        ],
    };

    private static readonly Dictionary<string, string[]> Simulator = new()
    {
        ["Wire"] = [],
        ["Transcripts"] = ["Wire"],
        ["Tls"] = ["Wire"],
        ["Dialogue"] = ["Wire", "Transcripts"],
        ["Messages"] = ["Wire", "Transcripts", "Dialogue"],
        ["Playing"] = ["Wire", "Transcripts", "Tls", "Dialogue", "Messages"],
        ["Serving"] = ["Wire", "Transcripts", "Tls", "Dialogue", "Messages", "Playing"],
        ["Recording"] = ["Wire", "Transcripts", "Tls", "Dialogue", "Playing"],
        ["Comparing"] = ["Wire", "Transcripts", "Tls", "Dialogue", "Playing", "Recording"],
        ["Embedding"] = ["Wire", "Transcripts", "Tls", "Messages", "Playing", "Serving", "Recording", "Comparing"],
    };

    // What stands around the simulator may use all of it; here is what it may use of its own kind.
    private static readonly Dictionary<string, string[]> Tool = new()
    {
        ["Conformance"] = [],
        ["Reports"] = ["Conformance"],
        ["Control"] = [],
        ["Loading"] = [],
        ["Mutating"] = [],
        ["Commands"] = ["Conformance", "Reports", "Control", "Loading", "Mutating"],
    };

    private static readonly Dictionary<string, Dictionary<string, string[]>> Programs = new()
    {
        ["SystemUnderTest"] = Gateway,
        ["Simulator"] = Simulator,
        ["Tool"] = Tool,
    };

    public static IEnumerable<object[]> Folders =>
        Programs.SelectMany(p => p.Value.Keys.Select(f => (object[])[p.Key, f]));

    public static TheoryData<string> All => [.. Programs.Keys];

    [Theory]
    [MemberData(nameof(Folders))]
    public void A_folder_uses_only_the_folders_it_may(string program, string folder)
    {
        var allowed = Programs[program][folder].Concat(program == "Tool" ? Simulator.Keys : []).ToArray();
        var wrong =
            from file in Sources.Below($"src/{program}/{folder}")
            from Match use in Use().Matches(File.ReadAllText(file))
            let used = use.Groups["folder"].Value
            where used != folder && !allowed.Contains(used)
            select $"{Sources.Relative(file)} uses {used}";
        Rule.Holds(wrong);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Every_folder_stands_in_the_table(string program)
    {
        var folders = Sources.Below($"src/{program}").Select(Sources.Folder).OfType<string>().Distinct();
        Rule.Holds(folders.Except(Programs[program].Keys));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void The_table_has_no_cycle(string program)
    {
        var table = Programs[program];
        var settled = new HashSet<string>();
        while (table.Keys.FirstOrDefault(f => !settled.Contains(f) && table[f].All(settled.Contains)) is { } next)
            settled.Add(next);
        Rule.Holds(table.Keys.Except(settled));
    }

    [Theory]
    [InlineData("Simulator", "SmtpGate")]
    [InlineData("Tool", "SmtpGate")]
    [InlineData("SystemUnderTest", "SmtpSim")]
    public void Tester_and_tested_share_no_code(string program, string other)
    {
        Assert.DoesNotContain(
            Sources.Below($"src/{program}"), f => File.ReadAllText(f).Contains(other, StringComparison.Ordinal));
        var project = File.ReadAllText(Path.Combine(Sources.Root, "src", program, $"{program}.csproj"));
        var references = Reference().Matches(project).Select(m => m.Value)
            .Where(r => program != "Tool" || !r.Contains("Simulator.csproj", StringComparison.Ordinal));
        Assert.All(references, r => Assert.Contains("ReferenceOutputAssembly=\"false\"", r, StringComparison.Ordinal));
    }

    [Fact]
    public void The_grammar_knows_no_stream_no_clock_and_no_task()
    {
        string[] forbidden = ["System.IO.Pipelines", "Stream", "Socket ", "TimeProvider", "DateTime", "Task<", "Task ", "async "];
        var wrong =
            from file in Sources.Below("src/SystemUnderTest/Grammar")
            from word in forbidden
            where File.ReadLines(file).Any(l => !IsComment(l) && l.Contains(word, StringComparison.Ordinal))
            select $"{Sources.Relative(file)}: {word}";
        Rule.Holds(wrong);
    }

    private static bool IsComment(string line) => line.TrimStart().StartsWith("//", StringComparison.Ordinal);

    [GeneratedRegex(@"\b(?:SmtpGate|SmtpSim)\.(?<folder>[A-Z][A-Za-z]+)\b")]
    private static partial Regex Use();

    [GeneratedRegex(@"<ProjectReference[^>]*>", RegexOptions.Singleline)]
    private static partial Regex Reference();
}
