namespace Conformance.Tests;

/// <summary>
/// Builds the gateway with each defect and watches the cases notice: half of them here, while the others are tried there.
/// </summary>
[Trait("Category", "Defects")]
public sealed class EvenDefectTests
{
    private static readonly DefectLane Lane = new("even");

    public static TheoryData<string> Names => DefectLane.Every(2, 0);

    [Theory]
    [MemberData(nameof(Names))]
    public Task A_defect_turns_a_case_red(string name) => Lane.TryAsync(name);
}

/// <inheritdoc cref="EvenDefectTests"/>
[Trait("Category", "Defects")]
public sealed class OddDefectTests
{
    private static readonly DefectLane Lane = new("odd");

    public static TheoryData<string> Names => DefectLane.Every(2, 1);

    [Theory]
    [MemberData(nameof(Names))]
    public Task A_defect_turns_a_case_red(string name) => Lane.TryAsync(name);
}

/// <summary>What can be told of defects within milliseconds, before anything is built.</summary>
public sealed class SeededDefectTests
{
    public static TheoryData<string> Names => DefectLane.Every(1, 0);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_defect_quotes_the_source_once(string name)
    {
        var defect = SeededDefects.All.Single(d => d.Name == name);
        var pieces = File.ReadAllText(Repository.Folder($"src/SystemUnderTest/{defect.File}")).Split(defect.Sound);
        Assert.True(pieces.Length == 2, $"{defect.File} holds '{defect.Sound}' {pieces.Length - 1} times: mend '{name}'");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_defect_has_cases_that_must_notice(string name) =>
        Assert.NotEmpty(DefectLane.CasesOf(SeededDefects.All.Single(d => d.Name == name)));
}
