using SmtpGate.Configuration;

namespace SmtpGate.Tests.VirtualServers;

[Trait("Rows", "RL-01")]
public sealed class VirtualServerOptionsTests
{
    [Fact]
    public void A_section_that_a_virtual_server_leaves_out_is_the_one_at_the_top()
    {
        var servers = Loaded.From("""
            { "HostName": "top.example", "Limits": { "Recipients": 7 }, "Delivery": { "Address": "10.0.0.1" }, "VirtualServers": [
              { "Name": "a", "Listeners": [{}] },
              { "Name": "b", "HostName": "b.example", "Limits": { "Hops": 11 }, "Tls": {}, "Listeners": [{ "Port": 465 }] } ] }
            """).Servers;
        Assert.Equal(["a", "b"], servers.Select(s => s.Name));
        Assert.Equal(["top.example", "b.example"], servers.Select(s => s.HostName));
        Assert.Equal([(7, 100), (100, 11)], servers.Select(s => (s.Limits.Recipients, s.Limits.Hops)));
        Assert.Equal([false, true], servers.Select(s => s.Tls is not null));
        Assert.All(servers, s => Assert.Equal("10.0.0.1:25", s.Delivery.Host?.ToString()));
        // RFC 8314 7.3: 465 is the port where TLS comes first; a listener has its server's name.
        Assert.Equal([("a", false), ("b", true)], servers.SelectMany(s => s.Listeners).Select(l => (l.Name, l.Terms.TlsAtOnce)));
    }

    [Theory]
    [InlineData("""{ "VirtualServers": [] }""", "VirtualServers is empty; ")]
    [InlineData("""{ "VirtualServers": [{ "Name": "a" }] }""", "VirtualServers:0:Listeners is empty; ")]
    [InlineData("""{ "VirtualServers": [{ "Listeners": [{}] }], "Sinks": [] }""",
        "Sinks stands beside VirtualServers; it belongs into one of them")]
    [InlineData("""{ "VirtualServers": [{ "Listeners": [{}] }, { "Listeners": [{ "Port": 26 }] }] }""",
        "2 virtual servers have the name 'inbound'")]
    [InlineData("""{ "VirtualServers": [{ "Name": "a", "Listeners": [{}] }, { "Name": "b", "Listeners": [{}] }] }""",
        "2 listeners have the address 0.0.0.0:25")]
    [InlineData("""{ "Listeners": [{ "TlsAtOnce": true }] }""", "Listeners:0:TlsAtOnce needs a section Tls")]
    [InlineData("""{ "VirtualServers": [{ "Listeners": [{}], "Zzzz": 1 }] }""", "VirtualServers:0:Zzzz is no setting; ")]
    [InlineData("""{ "Limits": { "Hops": 1 }, "VirtualServers": [{ "Name": "a" }, { "Name": "b" }] }""",
        "Limits:Hops is 1; permitted: ")]
    [InlineData("""{ "Listeners": [{}], "Limits": { "MessageKilobytes": 9, "SessionKilobytes": 8 } }""",
        "Limits:SessionKilobytes is less than MessageKilobytes")]
    public void What_is_wrong_is_named_once(string json, string problem) => Assert.Single(
        Loaded.Problems(json), (SettingsProblem p) => p.Message.StartsWith(problem, StringComparison.Ordinal));

    [Fact]
    [Trait("Rows", "RP-17")]
    public void Sinks_of_one_name_are_told_apart_and_of_one_binding_refused()
    {
        var sinks = Loaded.From("""
            { "Listeners": [{}], "Sinks": [{ "Sink": "Relay" }, { "Sink": "Relay" }, { "Sink": "Relay" }] }
            """).Servers[0].Sinks;
        Assert.Equal(3, sinks.Select(s => s.Terms.Id).Distinct().Count());
        const string one = """{ "Sink": "Relay", "Binding": "00000000-0000-0000-0000-000000000007" }""";
        var problems = Loaded.Problems($$"""{ "Listeners": [{}], "Sinks": [{{one}}, {{one}}] }""");
        Assert.Contains("another sink has the binding", Assert.Single(problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Rows", "RL-06, RL-07, RL-08")]
    public void Limits_can_be_none_and_a_larger_message_needs_a_larger_session()
    {
        var limits = Loaded.From("""
            { "Listeners": [{}], "Limits": { "MessageKilobytes": "none", "Messages": "none", "LeastOctetsPerSecond": "none" } }
            """).Servers[0].Limits;
        Assert.Equal((null, null, null, null), (limits.MessageOctets, limits.SessionOctets, limits.Messages, limits.LeastRate));
        Assert.Equal(
            20480L * 1024,
            Loaded.From("""{ "Listeners": [{}], "Limits": { "MessageKilobytes": 20480 } }""").Servers[0].Limits.SessionOctets);
    }
}
