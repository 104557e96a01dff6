using SmtpGate.Sinks;
using SmtpGate.VirtualServers;

namespace SmtpGate.Tests.VirtualServers;

[Trait("Rows", "RP-17, RP-19")]
public sealed class SinkSectionTests
{
    [Fact]
    public void A_binding_without_an_identity_has_that_of_its_name()
    {
        var one = Read("""{ "Sink": "Relay", "Name": "a" }""");
        Assert.Equal(one.Terms.Id, Read("""{ "Sink": "Relay", "Name": "a", "Priority": 7, "Binding": "" }""").Terms.Id);
        Assert.NotEqual(one.Terms.Id, Read("""{ "Sink": "Relay", "Name": "b" }""").Terms.Id);
    }

    [Fact]
    public void Left_out_it_is_bound_to_RCPT_at_the_usual_priority_without_rule_or_marker()
    {
        var sink = Read("""{ "Sink": "Relay" }""");
        Assert.Equal(("Relay", "Relay", BindingTerms.DefaultPriority), (sink.Name, sink.Kind, sink.Terms.Priority));
        Assert.Equal(["RCPT"], sink.Terms.Events);
        Assert.Equal((true, null, ""), (sink.Terms.Enabled, sink.Terms.Rule, sink.Terms.Marker));
    }

    [Theory]
    [InlineData("""{ "Sink": "Relay", "Binding": "7" }""", "Sinks:0:Binding is \"7\"; permitted: a GUID, or nothing")]
    [InlineData("""{ "Sink": "Relay", "Rule": "=" }""", "Sinks:0:Rule is \"=\"; permitted: conditions like ")]
    [InlineData("""{ "Sink": "Relay", "Marker": "ü" }""", "Sinks:0:Marker is \"ü\"; permitted: at most 40 printable")]
    [InlineData("""{ "Sink": "Relay", "Settings": { "x": 1 } }""", "Sinks:0:Settings:x is no setting; there are ")]
    [InlineData("""{ "Sink": "Assembly", "Assembly": "/nowhere.dll", "Class": "X" }""",
        "Sinks:0:Class: there is no file '/nowhere.dll'")]
    public void What_is_wrong_is_named(string sink, string problem) => Assert.StartsWith(
        problem, Assert.Single(Loaded.Problems(With(sink))).Message, StringComparison.Ordinal);

    private static SinkOptions Read(string sink) => Loaded.From(With(sink)).Servers[0].Sinks[0];

    private static string With(string sink) => $$"""{ "Listeners": [{}], "Sinks": [{{sink}}] }""";
}
