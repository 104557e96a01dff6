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
        ["Configuration"] = ["Grammar"],
        ["Sinks"] = ["Grammar", "Configuration"],
        ["Outgoing"] = ["Wire", "Grammar"],
        ["Recipients"] = ["Grammar", "Configuration", "Sinks", "Outgoing"],
        ["Sessions"] = ["Wire", "Grammar", "Sinks", "Outgoing"],
        ["Commands"] = [],
    };

    private static readonly Dictionary<string, string[]> Simulator = new()
    {
        ["Wire"] = [],
        ["Transcripts"] = ["Wire"],
        ["Tls"] = ["Wire"],
        ["Playing"] = ["Wire", "Transcripts", "Tls"],
        ["Recording"] = ["Wire", "Transcripts", "Tls", "Playing"],
        ["Comparing"] = ["Wire", "Transcripts", "Tls", "Playing", "Recording"],
        ["Conformance"] = ["Wire", "Transcripts", "Tls", "Playing", "Recording", "Comparing"],
        ["Embedding"] = ["Wire", "Transcripts", "Tls", "Playing", "Recording", "Comparing"],
        ["Reports"] = ["Conformance"],
        ["Commands"] = ["Wire", "Transcripts", "Tls", "Playing", "Recording", "Comparing", "Conformance", "Reports"],
    };

    public static IEnumerable<object[]> Folders =>
    [
        .. Gateway.Keys.Select(f => (object[])["SystemUnderTest", f]),
        .. Simulator.Keys.Select(f => (object[])["Simulator", f]),
    ];

    [Theory]
    [MemberData(nameof(Folders))]
    public void A_folder_uses_only_the_folders_it_may(string program, string folder)
    {
        var allowed = Table(program)[folder];
        var wrong =
            from file in Sources.Below($"src/{program}/{folder}")
            from Match use in Use().Matches(File.ReadAllText(file))
            let used = use.Groups["folder"].Value
            where used != folder && !allowed.Contains(used)
            select $"{Sources.Relative(file)} uses {used}";
        Rule.Holds(wrong);
    }

    [Theory]
    [InlineData("SystemUnderTest")]
    [InlineData("Simulator")]
    public void Every_folder_stands_in_the_table(string program)
    {
        var folders = Sources.Below($"src/{program}").Select(Sources.Folder).OfType<string>().Distinct();
        Rule.Holds(folders.Except(Table(program).Keys));
    }

    [Theory]
    [InlineData("SystemUnderTest")]
    [InlineData("Simulator")]
    public void The_table_has_no_cycle(string program)
    {
        var table = Table(program);
        var settled = new HashSet<string>();
        while (table.Keys.FirstOrDefault(f => !settled.Contains(f) && table[f].All(settled.Contains)) is { } next)
            settled.Add(next);
        Rule.Holds(table.Keys.Except(settled));
    }

    [Theory]
    [InlineData("Simulator", "SmtpGate")]
    [InlineData("SystemUnderTest", "SmtpSim")]
    public void Tester_and_tested_share_no_code(string program, string other)
    {
        Assert.DoesNotContain(
            Sources.Below($"src/{program}"), f => File.ReadAllText(f).Contains(other, StringComparison.Ordinal));
        var project = File.ReadAllText(Path.Combine(Sources.Root, "src", program, $"{program}.csproj"));
        var references = Reference().Matches(project).Select(m => m.Value);
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

    private static Dictionary<string, string[]> Table(string program) => program == "Simulator" ? Simulator : Gateway;

    [GeneratedRegex(@"\b(?:SmtpGate|SmtpSim)\.(?<folder>[A-Z][A-Za-z]+)\b")]
    private static partial Regex Use();

    [GeneratedRegex(@"<ProjectReference[^>]*>", RegexOptions.Singleline)]
    private static partial Regex Reference();
}
