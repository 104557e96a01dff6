namespace Architecture.Tests;

/// <summary>A reader finds the test of a file by its name.</summary>
public sealed class MirrorTests
{
    // Below this a file is a record or a few lines, tested through those who use it.
    private const int WorthATest = 60;

    // Tested as a whole, from outside: by every scenario, or by running the programs.
    private static readonly string[] TestedByScenarios =
    [
        "src/SystemUnderTest/GatewayHost.cs",
        "src/SystemUnderTest/VirtualServers/Composition.cs",
        "src/SystemUnderTest/Commands/",
        "src/SystemUnderTest/Sessions/",
        "src/Tool/Commands/",
        "src/Tool/Conformance/Steps/",
    ];

    // What a room keeps to itself is tested through what others see of it.
    private static bool IsSeen(string file) => File.ReadLines(file).Any(l => l.StartsWith("public ", StringComparison.Ordinal));

    [Theory]
    [InlineData("Simulator")]
    [InlineData("Tool")]
    [InlineData("SystemUnderTest")]
    public void Every_file_of_some_size_has_a_test_of_its_name(string program) => Rule.Holds(
        from file in Sources.Below($"src/{program}")
        let source = Sources.Relative(file)
        where File.ReadLines(file).Count() > WorthATest && IsSeen(file) && !IsTestedByScenarios(source)
        let test = TestOf(source, program)
        where !File.Exists(Path.Combine(Sources.Root, test))
        select $"{source} has no {test}");

    private static bool IsTestedByScenarios(string source) =>
        TestedByScenarios.Any(t => source.StartsWith(t, StringComparison.Ordinal));

    // The tool is the simulator's command: they are tested together.
    private static string TestedIn(string program) => program == "Tool" ? "Simulator" : program;

    private static string TestOf(string source, string program) => source
        .Replace($"src/{program}/", $"tests/{TestedIn(program)}.Tests/", StringComparison.Ordinal)
        .Replace(".cs", "Tests.cs", StringComparison.Ordinal);
}
