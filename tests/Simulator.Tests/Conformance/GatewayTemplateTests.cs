using System.Text.Json.Nodes;
using SmtpSim.Conformance;
using SmtpSim.Transcripts;

namespace SmtpSim.Tests.Conformance;

public sealed class GatewayTemplateTests
{
    [Fact]
    public void A_template_is_three_files_beside_the_features()
    {
        using var folder = new TemporaryFolder();
        var template = GatewayTemplate.Load(Write(folder));
        Assert.Equal("a@b", template.Facts["rcpt"]);
        Assert.True(template.Internal.Transcript.ServesByRules);
        Assert.Equal("""{"HostName":"h"}""", template.NewConfiguration().ToJson(1));
    }

    [Theory]
    [InlineData("gateway.json")]
    [InlineData("facts.json")]
    [InlineData("internal-server.smtp")]
    public void A_file_that_is_missing_is_reported(string name)
    {
        using var folder = new TemporaryFolder();
        Write(folder);
        File.Delete(folder.Path(name));
        Assert.EndsWith(
            $"{name}: there is no such file",
            Assert.Throws<UnusableFileException>(() => GatewayTemplate.Load(folder.Root)).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HostName", "\"x\"", """{"HostName":"x"}""")]
    [InlineData("HostName", "plain text", """{"HostName":"plain text"}""")]
    [InlineData("Limits:Recipients", "5", """{"HostName":"h","Limits":{"Recipients":5}}""")]
    [InlineData("A:B:C", "null", """{"HostName":"h","A":{"B":{"C":null}}}""")]
    [InlineData("A", "[1,{}]", """{"HostName":"h","A":[1,{}]}""")]
    public void A_setting_is_JSON_or_plain_text(string path, string value, string json)
    {
        var configuration = New();
        Assert.False(configuration.IsChanged);
        configuration.Set(path, value);
        Assert.True(configuration.IsChanged);
        Assert.Equal(json, configuration.ToJson(1));
    }

    [Fact]
    public void Settings_reach_into_lists_and_into_the_verifier()
    {
        var configuration = New();
        configuration.Sinks.Add(JsonNode.Parse("""{ "Sink": "Other" }"""));
        configuration.Sinks.Add(JsonNode.Parse("""{ "Sink": "RcptProxy", "Settings": { "1": 2 } }"""));
        configuration.Set("Sinks:0:Enabled", "false");
        configuration.SetVerifier("1", "3");
        Assert.Equal(
            """{"HostName":"h","Sinks":[{"Sink":"Other","Enabled":false},{"Sink":"RcptProxy","Settings":{"1":3}}]}""",
            configuration.ToJson(1));
    }

    [Fact]
    public void Every_configuration_starts_from_the_template()
    {
        using var folder = new TemporaryFolder();
        var template = GatewayTemplate.Load(Write(folder));
        template.NewConfiguration().Set("HostName", "changed");
        Assert.Equal("""{"HostName":"h"}""", template.NewConfiguration().ToJson(1));
    }

    internal static string Write(TemporaryFolder folder)
    {
        folder.Write("gateway.json", """{ "HostName": "h" }""");
        folder.Write("facts.json", """{ "rcpt": "a@b" }""");
        folder.Write("internal-server.smtp", "@serve default\n");
        return folder.Root;
    }

    private static GatewayConfiguration New() => new(JsonNode.Parse("""{ "HostName": "h" }""")!.AsObject());
}
