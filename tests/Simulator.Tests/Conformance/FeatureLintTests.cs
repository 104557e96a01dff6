using SmtpSim.Conformance;

namespace SmtpSim.Tests.Conformance;

public sealed class FeatureLintTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("  When the client plays\n    \"\"\"\n    S: 220\n    @fense\n    \"\"\"\n",
        "6:5: there is no directive '@fense'; did you mean 'fence'?")]
    [InlineData("  When the client pays\n", "3:1: no step fits 'When the client pays'; did you mean 'When the/a client plays'?")]
    [InlineData("  When the client plays\n    \"\"\"\n    S: 220\n    \"\"\"\n", null)]
    [InlineData("  Given the gateway has the sink\n    \"\"\"\n    @not a transcript\n    \"\"\"\n", null)]
    public void Sentences_and_transcripts_are_checked_where_they_stand(string steps, string? problem)
    {
        var file = _folder.Write("a.feature", "Feature: f\n Scenario: s\n" + steps);
        var found = new FeatureLint(new StepCatalogue(typeof(StepCatalogue).Assembly)).Check(file);
        Assert.Equal(problem, found.Count == 0 ? null : $"{found[0].Line}:{found[0].Column}: {found[0].Message}");
    }

    [Fact]
    public void What_an_outline_repeats_is_told_once()
    {
        const string steps = "  When the client plays\n  \"\"\"\n  @x\n  \"\"\"\n";
        var file = _folder.Write(
            "a.feature", $"Feature: f\n Scenario Outline: s <a>\n{steps} Examples:\n | a |\n | 1 |\n | 2 |\n");
        Assert.Single(new FeatureLint(new StepCatalogue(typeof(StepCatalogue).Assembly)).Check(file));
    }

    public void Dispose() => _folder.Dispose();
}
