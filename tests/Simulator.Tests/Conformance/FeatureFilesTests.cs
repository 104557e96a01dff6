using SmtpSim.Conformance;
using SmtpSim.Transcripts;

namespace SmtpSim.Tests.Conformance;

public sealed class FeatureFilesTests
{
    private const string Outline = """
        @f1
        Feature: The feature
          Background:
            Given a <word> before
          @s1
          Scenario Outline: says <word>
            When it says <word>
              \"\"\"
              C: <word> <word> <other>
              \"\"\"
            @e1
            Examples:
              | word | n |
              | a    | 1 |
              | b    | 2 |
            @e2 @e3
            Examples:
              | word | n |
              | c    |   |
        """;

    [Fact]
    public void An_outline_is_a_scenario_for_each_row()
    {
        var scenarios = Features.Of(Outline.Replace("\\\"", "\"", StringComparison.Ordinal));
        Assert.Equal(["says a", "says b", "says c"], scenarios.Select(s => s.Name));
        Assert.Equal([14, 15, 19], scenarios.Select(s => s.Line));
        Assert.Equal("@f1 @s1 @e1", string.Join(' ', scenarios[1].Tags));
        Assert.Equal("@f1 @s1 @e2 @e3", string.Join(' ', scenarios[2].Tags));
        Assert.Equal(
            [new("Given", "a b before", null, 4, (0, 0)), new("When", "it says b", "C: b b <other>", 7, (8, 7))],
            scenarios[1].Steps);
        Assert.Equal("x/a.feature › says b", scenarios[1].Id);
    }

    [Fact]
    public void Rows_of_an_outline_are_told_apart_by_their_values() => Assert.Equal(
        ["n (1, x)", "n (2, )"],
        Features.Of("Feature: f\nScenario Outline: n\nGiven <a>\nExamples:\n| a | b |\n| 1 | x |\n| 2 |   |\n")
            .Select(s => s.Name));

    [Fact]
    public void And_But_and_a_star_take_the_keyword_before()
    {
        const string text = "Feature: f\nBackground:\n* z\nWhen a\nScenario: s\nAnd b\nThen c\nBut d\n* e\nGiven f\nAnd g";
        var steps = Features.Of(text)[0].Steps;
        Assert.Equal(["Given", "When", "When", "Then", "Then", "Then", "Given", "Given"], steps.Select(s => s.Keyword));
        Assert.Equal("z a b c d e f g", string.Join(' ', steps.Select(s => s.Text)));
    }

    [Theory]
    [InlineData("Feature: f\nScenario: s\nGiven x\n  Gibberish\n", ":4:3: ")]
    [InlineData("Feature: f\nScenario: s\nGiven x\n  \"\"\"\n  open", ":6:1: ")]
    [InlineData("Feature: f\nScenario: s\nGiven x\n\n Feature: g\n", ":5:2: ")]
    [InlineData("Feature: f\nScenario Outline: s\nGiven <a>\nExamples:\n| a | b |\n  | 1 |\n", ":6:3: ")]
    [InlineData("", ":1:1: there is no Feature: in this file")]
    [InlineData("# only a comment\n", ":1:1: there is no Feature: in this file")]
    public void Wrong_Gherkin_is_reported_with_its_place(string text, string message)
    {
        var wrong = Assert.Throws<UnusableFileException>(() => Features.Of(text));
        Assert.Contains($"a.feature{message}", wrong.Diagnostics[0].ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("): ", wrong.Diagnostics[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_mistake_in_a_file_is_reported() => Assert.Equal(
        [4, 6], Assert.Throws<UnusableFileException>(() => Features.Of("Feature: f\nScenario: s\nGiven y\nx\nGiven y\nz\n"))
            .Diagnostics.Select(d => d.Line));

    [Fact]
    public void Files_come_in_order_of_their_paths_and_once()
    {
        using var folder = new TemporaryFolder();
        foreach (var name in (string[])["b/2.feature", "b/10.feature", "a.feature", "b/no.txt"])
            folder.Write(name, $"Feature: f\nScenario: {name}\nGiven x\n");
        var scenarios = FeatureFiles.Load(folder.Root, [folder.Path("b"), folder.Root, folder.Path("a.feature")]);
        Assert.Equal(["a.feature", "b/10.feature", "b/2.feature"], scenarios.Select(s => s.File));
        Assert.Equal(folder.Path("b"), scenarios[1].Folder);
    }

    // A path through a folder that the file does not lie in tells nobody where it is.
    [Fact]
    public void A_file_elsewhere_is_named_as_who_started_the_run_would()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("a.feature", "Feature: f\nScenario: s\nGiven x\n");
        Directory.CreateDirectory(folder.Path("specs"));
        var scenario = Assert.Single(FeatureFiles.Load(folder.Path("specs"), [file]));
        Assert.Equal(Path.GetRelativePath(Directory.GetCurrentDirectory(), file), scenario.File);
        Assert.Equal($"{scenario.File}:2", scenario.Place);
    }

    [Fact]
    public void A_folder_that_is_not_there_is_reported() => Assert.Equal(
        "/no/such: there is no such file or folder",
        Assert.Throws<UnusableFileException>(() => FeatureFiles.Load("/", ["/no/such"])).Message);

    [Fact]
    public void A_column_named_twice_is_reported() => Assert.Throws<UnusableFileException>(
        () => Features.Of("Feature: f\nScenario Outline: s\nGiven <a>\nExamples:\n| a | a |\n| 1 | 2 |\n"));

    // It would pass.
    [Theory]
    [InlineData("Feature: f\nScenario: s\n  Wen x\n", "there is no step in this scenario")]
    [InlineData("Feature: f\nBackground:\n  Given x\nScenario: s\n", "there is no step in this scenario")]
    [InlineData("Feature: f\nScenario Outline: s\nGiven x\nExamples:\n| a |\n", "there is no row of examples in this outline")]
    public void A_case_that_does_nothing_is_reported(string feature, string why) => Assert.Contains(
        why, Assert.Throws<UnusableFileException>(() => Features.Of(feature)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_feature_whose_scenarios_are_misspelt_is_reported() => Assert.Contains(
        "there is no scenario",
        Assert.Throws<UnusableFileException>(() => Features.Of("Feature: f\n Scenaro: s\n  Given x\n")).Message,
        StringComparison.Ordinal);
}
