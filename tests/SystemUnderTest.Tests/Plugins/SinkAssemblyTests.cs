using SmtpGate.Plugins;
using SmtpGate.Sinks;
using SmtpGate.Tests.Sinks;

namespace SmtpGate.Tests.Plugins;

[Trait("Rows", "PL-09")]
public sealed class SinkAssemblyTests
{
    private static readonly string Sample = Path.Combine(
        Fixtures.Root, "artifacts", "bin", "SampleSinks", "debug", "SampleSinks.dll");

    private static readonly SinkClass Greylist = new(Sample, "Samples.GreylistSink");

    [Theory]
    [InlineData("{ \"Seconds\": 3600 }", 450, 450)]
    [InlineData("{ \"Seconds\": 0 }", null, null)]
    [InlineData("", 450, 450)]
    public async Task The_sample_is_loaded_and_reads_its_settings(string settings, int? first, int? second)
    {
        var sink = SinkAssembly.Make(Greylist, settings);
        Assert.Equal((first, second), (await CodeAsync(sink), await CodeAsync(sink)));
    }

    [Theory]
    [InlineData("/nowhere.dll", "X", "there is no file '/nowhere.dll'")]
    [InlineData("/", "X", "'/' is a folder, not a file")]
    [InlineData(null, "Samples.Other", " has no class 'Samples.Other'")]
    [InlineData("text", "X", " cannot be loaded: ")]
    public void What_is_not_there_is_named(string? file, string name, string problem)
    {
        var path = file == "text" ? Path.Combine(Fixtures.Root, "README.md") : file ?? Sample;
        Assert.Contains(problem, SinkAssembly.Find(new SinkClass(path, name)).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_class_is_a_wrong_setting() => Assert.Contains(
        "a sink from an assembly needs \"Assembly\"",
        Assert.Single(Loaded.Problems("""{ "Listeners": [{}], "Sinks": [{ "Sink": "Assembly" }] }""")).Message,
        StringComparison.Ordinal);

    private static async Task<int?> CodeAsync(ISink sink)
    {
        var asked = Asked.AboutRecipient("joe", "d.example");
        await sink.OnEventAsync(asked, CancellationToken.None);
        return asked.Reply?.Code;
    }
}
