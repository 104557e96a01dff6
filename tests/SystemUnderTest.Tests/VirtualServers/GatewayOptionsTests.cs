using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using SmtpGate.Outgoing;
using SmtpGate.Relaying;
using SmtpGate.Sessions;
using SmtpGate.VirtualServers;

namespace SmtpGate.Tests.VirtualServers;

public sealed class GatewayOptionsTests
{
    private const string Smallest = """{ "Listeners": [{}] }""";

    // The documented file says why this one differs.
    private const string WithProxy =
        """
        { "HomeDirectory": "inbound", "Listeners": [{}],
          "Sinks": [{ "Sink": "RcptProxy", "Settings": { "DisconnectOnReject": false } }] }
        """;

    private static readonly string Documented = Path.Combine(Fixtures.Root, "src", "SystemUnderTest", "appsettings.json");

    public static TheoryData<string> Wrong =>
        [.. Directory.EnumerateFiles(Folder, "*.json").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    private static string Folder => Path.Combine(Fixtures.Root, "fixtures", "bad-settings");

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_wrong_setting_is_named_with_its_place_and_what_is_permitted(string file)
    {
        var path = Path.Combine(Folder, file);
        var head = File.ReadLines(path).Take(2).ToList();
        var expected = head[0]["// expect: ".Length..];
        var (options, problems) = GatewayOptions.Load(path);
        Assert.Null(options);
        var problem = problems.FirstOrDefault(p => p.ToString().Contains(expected, StringComparison.Ordinal));
        Assert.True(problem is not null, $"expected: {expected}\n{string.Join('\n', problems)}");
        Assert.Matches($"^{Regex.Escape(path)}:[0-9]+:[0-9]+: ", problem.ToString());
        Assert.Equal(head[1], $"// line: {problem.Line}");
    }

    [Fact]
    public void Every_wrong_setting_is_reported_at_once()
    {
        var problems = Loaded.Problems("""
            { "Listeners": [{ "Port": -1 }], "HostName": "a b",
              "Limits": { "LineOctets": 1, "Foo": 2 }, "Sinks": [{ "Sink": "X", "Priority": -1 }] }
            """);
        Assert.Equal(6, problems.Count);
    }

    [Fact]
    public void A_file_that_is_not_there_is_named()
    {
        var (options, problems) = GatewayOptions.Load("/nowhere/gateway.json");
        Assert.Null(options);
        Assert.Equal("/nowhere/gateway.json: there is no such file", Assert.Single(problems).ToString());
    }

    [Fact]
    public void The_defaults_are_those_of_the_documented_file() => Assert.Equal(
        Loaded.Describe(Loaded.From(WithProxy).Servers[0]), Loaded.Describe(GatewayOptions.Load(Documented).Options!.Servers[0]));

    [Fact]
    [Trait("Rows", "RL-01, RL-02, RL-03")]
    public void The_documented_file_has_the_two_servers_of_the_source_document()
    {
        var servers = GatewayOptions.Load(Documented).Options!.Servers;
        Assert.Equal(["inbound", "submission"], servers.Select(s => s.Name));
        var (inbound, submission) = (servers[0], servers[1]);
        Assert.Null(inbound.Authentication);
        Assert.Equal((RelayFor.Nobody, false), (inbound.Relay.For, inbound.Tls!.Required));
        Assert.Equal((true, true), (submission.Tls!.Required, submission.Authentication!.Required));
        Assert.Equal([false, true], submission.Listeners.Select(l => l.Terms.TlsAtOnce));
        Assert.Equal((2048 * 1024, 10240 * 1024, 20, 100), (
            inbound.Limits.MessageOctets, inbound.Limits.SessionOctets, inbound.Limits.Messages, inbound.Limits.Recipients));
    }

    [Fact]
    public void A_file_with_nothing_but_a_listener_listens_on_port_25_and_has_no_sink()
    {
        var options = Loaded.From(Smallest);
        var listener = Assert.Single(options.Listeners);
        Assert.Equal(("inbound", new IPEndPoint(IPAddress.Any, 25)), (listener.Name, listener.EndPoint));
        var server = Assert.Single(options.Servers);
        Assert.Empty(server.Sinks);
        Assert.Null(server.Tls);
        Assert.Equal(Dns.GetHostName(), server.HostName);
        Assert.Equal(server.HostName, server.Delivery.Name);
        Assert.Null(server.Delivery.Host);
        Assert.Equal(TimeSpan.FromSeconds(540), server.Delivery.TimeLimit);
        Assert.Equal(TimeSpan.FromSeconds(5), options.StopTime);
        Assert.Equal(SessionLimits.Default, server.Limits);
        Assert.Equal(LogLevel.Information, options.LogLevel);
    }

    [Fact]
    public void The_limits_ask_no_less_than_the_standard()
    {
        var limits = Loaded.From(Smallest).Servers[0].Limits;
        Assert.True(limits.LineOctets >= 512);
        Assert.True(limits.MessageOctets >= 65536);
        Assert.True(limits.Recipients >= 100);
        Assert.True(limits.CommandTime >= TimeSpan.FromMinutes(5));
    }

    [Theory]
    [InlineData("""{ "Zzzz": 1 }""", "")]
    [InlineData("""{ "Listeners": [{ "Zzzz": 1 }] }""", "Listeners")]
    [InlineData("""{ "Delivery": { "Zzzz": 1 } }""", "Delivery")]
    [InlineData("""{ "Limits": { "Zzzz": 1 } }""", "Limits")]
    [InlineData("""{ "Tls": { "Zzzz": 1 } }""", "Tls")]
    [InlineData("""{ "Auth": { "Zzzz": 1 } }""", "Auth")]
    [InlineData("""{ "RemoteDomains": [{ "Zzzz": 1 }] }""", "RemoteDomains")]
    [InlineData("""{ "Sinks": [{ "Sink": "RcptProxy", "Zzzz": 1 }] }""", "Sinks")]
    [InlineData("""{ "Sinks": [{ "Sink": "RcptProxy", "Settings": { "Zzzz": 1 } }] }""", "Sinks:Settings")]
    public void Every_key_that_is_known_stands_in_the_documented_file(string json, string section)
    {
        var refusal = Loaded.Problems(json).Single(p => p.Message.Contains("Zzzz is no setting", StringComparison.Ordinal));
        var known = refusal.Message.Split("there are ")[1].Split(", ");
        var text = File.ReadAllText(Documented);
        var options = new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip };
        var root = JsonDocument.Parse(text, options).RootElement;
        // What stands at the top of a file with one server stands in the list or beside it.
        JsonElement[] places = [root, .. root.GetProperty("VirtualServers").EnumerateArray()];
        var head = section.Split(':')[0];
        var keys = section.Length == 0
            ? places.SelectMany(p => p.EnumerateObject()).Select(p => p.Name)
            : section.Split(':').Aggregate(places.First(p => p.TryGetProperty(head, out _)), Below)
                .EnumerateObject().Select(p => p.Name);
        Assert.All(known, key => Assert.True(
            keys.Contains(key) || Number(key).IsMatch(text), $"{section}:{key} is not documented"));
        Assert.Equal(known.Where(k => !char.IsAsciiDigit(k[0])).Order(), keys.Distinct().Order());
    }

    [Fact]
    public void Everything_can_be_set()
    {
        var options = Loaded.From("""
            { "HostName": "gate.example", "Listeners": [{ "Name": "a", "Address": "127.0.0.1", "Port": 0 }, { "Address": "::1" }],
              "Delivery": { "Address": "10.0.0.1", "Port": 2525, "HeloName": "[192.0.2.1]", "TimeLimitSeconds": 1 },
              "Limits": { "LineOctets": 512, "MessageKilobytes": 1, "SessionKilobytes": "none", "Messages": 3, "Recipients": 1,
                "Hops": 10, "Errors": "none", "CommandSeconds": 1, "DataSeconds": 2, "LeastOctetsPerSecond": 9,
                "StopSeconds": 0 }, "LogLevel": "Debug",
              "Sinks": [{ "Sink": "Respond", "Name": "r", "Events": ["vrfy", "*"], "Priority": 7, "Enabled": false,
                "Binding": "00000000-0000-0000-0000-000000000007", "Rule": "vrfy=joe*", "Marker": "[r]",
                "Settings": { "Reply": "502 5.5.1 No", "Consume": false, "Disconnect": true } }] }
            """);
        var server = Assert.Single(options.Servers);
        Assert.Equal(["a 127.0.0.1:0", "inbound [::1]:25"], options.Listeners.Select(l => $"{l.Name} {l.EndPoint}"));
        Assert.Equal(new CutThroughOptions(new IPEndPoint(IPAddress.Parse("10.0.0.1"), 2525), "[192.0.2.1]",
            TimeSpan.FromSeconds(1)), server.Delivery);
        Assert.Equal(
            new SessionLimits
            {
                LineOctets = 512,
                MessageOctets = 1024,
                SessionOctets = null,
                Messages = 3,
                Recipients = 1,
                Hops = 10,
                Errors = null,
                CommandTime = TimeSpan.FromSeconds(1),
                DataTime = TimeSpan.FromSeconds(2),
                LeastRate = 9,
                StopTime = TimeSpan.Zero,
            },
            server.Limits);
        var sink = Assert.Single(server.Sinks);
        Assert.Equal(("r", 7, false), (sink.Name, sink.Terms.Priority, sink.Terms.Enabled));
        Assert.Equal((7, "vrfy=joe*", "[r]"), (sink.Terms.Id.ToByteArray()[15], sink.Terms.Rule?.Text, sink.Terms.Marker));
        Assert.Equal(["VRFY", "*"], sink.Terms.Events);
        Assert.Equal((false, true, 502), (sink.Respond!.Consume, sink.Respond.Disconnect, sink.Respond.Reply.Code));
        Assert.Equal(("gate.example", LogLevel.Debug, TimeSpan.Zero), (server.HostName, options.LogLevel, options.StopTime));
    }

    private static JsonElement Below(JsonElement at, string key)
    {
        var next = at.GetProperty(key);
        return next.ValueKind == JsonValueKind.Array ? next[0] : next;
    }

    // The numbers stand in comments: "// 65555 and 65556: …"
    private static Regex Number(string key) => new($@"//[^\n]*\b{Regex.Escape(key)}\b");

    // RFC 6531 3.7.1: a name in the greeting and behind EHLO is ASCII; the second is taken for 10.0.0.1.
    [Theory]
    [InlineData("""{ "Listeners": [{}], "HostName": "bücher.example" }""")]
    [InlineData("""{ "Listeners": [{}], "Delivery": { "HeloName": "bücher.example" } }""")]
    [InlineData("""{ "Listeners": [{}], "Delivery": { "Address": "10.0.1" } }""")]
    [InlineData("""{ "Listeners": [{ "Address": "127.1" }] }""")]
    public void What_only_looks_like_a_name_or_an_address_is_a_problem(string json) => Assert.NotEmpty(Loaded.Problems(json));
}
