using SmtpSim.Conformance;
using SmtpSim.Transcripts;

namespace SmtpSim.Tests.Conformance;

public sealed class StepCatalogueTests
{
    private static readonly StepCatalogue Own = new(typeof(StepCatalogueTests).Assembly);
    private static readonly StepCatalogue Real = new(typeof(StepCatalogue).Assembly);

    [Theory]
    [InlineData("Given it is \"x\"", "x")]
    [InlineData("When it is \"x\"", "when x")]
    [InlineData("Given it fails later", "later")]
    public async Task A_sentence_runs_its_method(string step, string said)
    {
        var binding = new TalkingSteps();
        await Bound(Own, step).RunAsync(binding);
        Assert.Equal([said], binding.Said);
    }

    [Fact]
    public async Task A_doc_string_is_the_last_argument()
    {
        var binding = new TalkingSteps();
        await Bound(Own, Features.With("Given it is \"x\"", "doc")).RunAsync(binding);
        Assert.Equal(["x doc"], binding.Said);
    }

    [Fact]
    public async Task What_a_step_throws_comes_through_as_it_is()
    {
        var step = Bound(Own, "Given it fails now");
        Assert.Equal("now", (await Assert.ThrowsAsync<CaseEndedException>(() => step.RunAsync(new TalkingSteps()))).Message);
    }

    [Theory]
    [InlineData("Given the gateway verify recipients",
        "no step fits 'Given the gateway verify recipients'; did you mean 'Given the gateway verifies recipients'?")]
    [InlineData("Then it rains", "no step fits 'Then it rains'")]
    [InlineData("When the gateway verifies recipients",
        "no step fits 'When the gateway verifies recipients'; did you mean 'Given the gateway verifies recipients'?")]
    public void A_sentence_that_is_none_is_reported_with_the_nearest(string step, string message) =>
        Assert.Equal($"x/a.feature:4:1: {message}", Assert.Throws<UnusableFileException>(() => Bound(Real, step)).Message);

    [Fact]
    public void A_sentence_without_its_doc_string_is_another() =>
        Assert.Throws<UnusableFileException>(() => Bound(Real, "When the client plays"));

    [Fact]
    public void All_sentences_are_told() =>
        Assert.Contains("Then the internal server heard {string} {int} time(s)", Real.Sentences);

    private static BoundStep Bound(StepCatalogue catalogue, string step)
    {
        var scenario = Features.One(step);
        return catalogue.Find(scenario, scenario.Steps[0]);
    }
}

/// <summary>Sentences of the tests' own.</summary>
[Binding]
public sealed class TalkingSteps
{
    public List<string> Said { get; } = [];

    [Given("it is {string}")]
    public void Is(string what) => Said.Add(what);

    [Given("it is {string}")]
    public void IsWith(string what, string document) => Said.Add($"{what} {document}");

    [When("it is {string}")]
    public void When(string what) => Said.Add($"when {what}");

    [Given("it fails now")]
    public void Fails() => throw new CaseEndedException(CaseVerdict.Fail, "now");

    [Given("it fails later")]
    public async Task LaterAsync()
    {
        await Task.Yield();
        Said.Add("later");
    }
}
