using System.Net;
using System.Net.Sockets;
using SmtpSim.Embedding;

namespace Conformance.Tests;

/// <summary>The gateway's command line beside a gateway that runs, both as processes.</summary>
public sealed class GatewayCommandTests : IDisposable
{
    private const string Binding = "11111111-2222-3333-4444-555555555555";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("smtpgate-");

    private string Config => Path.Combine(_folder.FullName, "gw.json");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    [Trait("Rows", "RP-17, RP-18, RP-20")]
    public async Task Sinks_are_registered_on_a_running_gateway_and_open_sessions_stay()
    {
        await using var known = ScriptedServer.Start("@serve default\n@on RCPT <unknown@*> -> S: 550 no\n");
        await File.WriteAllTextAsync(Config, """{ "Listeners": [ { "Address": "127.0.0.1", "Port": 0 } ] /* mine */ }""");
        await using var running = await RunningGateway.StartAsync(Config);
        await using var client = new OpenClient(running.EndPoint);
        Assert.Equal("250", await client.RecipientAsync("unknown"));

        var said = await SayAsync(0, "sink", "register", "--binding", Binding, "--internal-server", "127.0.0.1");
        Assert.Equal($"registered RcptProxy {Binding} on inbound, in {Config}\nthe running gateway follows\n", said);
        var port = known.EndPoint.Port;
        await EditAsync("\"InternalServer\": \"127.0.0.1\"", $"\"65553\": {port}, \"DisconnectOnReject\": 0, $0");
        await EditAsync("\"Bypass\": \\[[^]]*\\]", "\"Bypass\": []");
        await SayAsync(0, "sink", "refresh", Binding);
        Assert.Equal("550", await client.RecipientAsync("unknown"));
        Assert.Contains($"65553  Port                   {port}", await SayAsync(0, "sink", "show", "RcptProxy"));
        Assert.Contains("\"Refresh\": 0", await File.ReadAllTextAsync(Config));

        Assert.EndsWith("the running gateway follows\n", await SayAsync(0, "sink", "unregister", "RcptProxy"));
        Assert.Equal("250", await client.RecipientAsync("unknown"));
        Assert.Contains("/* mine */", await File.ReadAllTextAsync(Config));
    }

    [Fact]
    [Trait("Rows", "RP-17")]
    public async Task They_are_registered_in_the_file_of_one_that_does_not_run()
    {
        await File.WriteAllTextAsync(Config, """
            { "VirtualServers": [
              { "Name": "a", "Listeners": [{}] }, { "Name": "b", "Listeners": [{ "Port": 26 }], "Sinks": [] } ] }
            """);
        Assert.Contains("choose one with --server: a, b", await SayAsync(2, "sink", "register", "--internal-server", "10.0.0.1"));
        string[] one =
        [
            "sink", "register", "--server", "a", "--binding", Binding, "--internal-server", "10.0.0.1", "--priority", "9",
        ];
        Assert.EndsWith("no gateway runs with this configuration\n", await SayAsync(0, one));
        Assert.Contains("has a sink with the binding", await SayAsync(2, one));
        await SayAsync(
            0, "sink", "register", "--server", "2", "--binding", Binding, "--internal-server", "10.0.0.2", "--disabled");
        Assert.Contains(
            "a Respond sink needs a Reply", await SayAsync(2, "sink", "register", "--server", "a", "--kind", "Respond"));
        var list = await SayAsync(0, "sink", "list");
        Assert.Matches("a +RcptProxy +RcptProxy +9 on  RCPT\n +11111111", list);
        Assert.Matches("b +RcptProxy +RcptProxy +7800 off RCPT\n +11111111", list);
        Assert.All(list.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
        Assert.Contains("there are 2 sinks 'RcptProxy'", await SayAsync(2, "sink", "unregister", "RcptProxy"));
        Assert.Contains("removed RcptProxy", await SayAsync(0, "sink", "unregister", "RcptProxy", "--server", "b"));
        var shown = await SayAsync(0, "sink", "show", Binding);
        Assert.Contains("0      InternalServer         10.0.0.1", shown);
        Assert.Contains("65560  Bypass                 127.0.0.1 10.0.0.1", shown);
        Assert.All(shown.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
    }

    [Fact]
    [Trait("Rows", "RP-01")]
    public async Task One_recipient_is_verified_and_the_dialogue_shown()
    {
        await using var known = ScriptedServer.Start("@serve default\n@on RCPT <unknown@*> -> S: 550 5.1.1 no\n");
        await File.WriteAllTextAsync(Config, $$"""
            { "Listeners": [{}], "Sinks": [
              { "Sink": "RcptProxy", "Settings": { "0": "127.0.0.1", "65553": {{known.EndPoint.Port}} } } ] }
            """);
        var said = await SayAsync(1, "verify", "unknown@d.example");
        Assert.Contains("C: RCPT TO:<unknown@d.example>\nS: 550 5.1.1 no\n", said);
        Assert.EndsWith("unknown: 550 5.1.1 Unable to relay to unknown@d.example\n", said);
        Assert.EndsWith("known: accepted\n", await SayAsync(0, "verify", "joe@d.example"));
        Assert.Contains("'joe@' is no address", await SayAsync(2, "verify", "joe@"));
    }

    [Fact]
    [Trait("Rows", "AU-15")]
    public async Task Users_are_added_listed_checked_and_removed()
    {
        var file = Path.Combine(_folder.FullName, "users.txt");
        string[] Of(string verb, params string[] name) => ["user", verb, .. name, "--file", file];
        Assert.Contains("added 'joe'", await SayAsync(0, Of("add", "joe"), "pass\n"));
        Assert.Contains("there is a user 'joe' already", await SayAsync(1, Of("add", "joe"), "pass\n"));
        Assert.Contains("this is the password", await SayAsync(0, Of("check", "joe"), "pass\n"));
        Assert.Contains("this is not the password", await SayAsync(1, Of("check", "joe"), "word\n"));
        Assert.Contains("has another password", await SayAsync(0, Of("passwd", "joe"), "word\n"));
        Assert.Contains("this is the password", await SayAsync(0, Of("check", "joe"), "word\n"));
        Assert.Equal("joe\n", await SayAsync(0, Of("list"), ""));
        Assert.Contains("removed 'joe'", await SayAsync(0, Of("remove", "joe"), ""));
        Assert.Contains("there is no user 'joe'", await SayAsync(1, Of("remove", "joe"), ""));
        Assert.Contains("is no name for a user", await SayAsync(2, Of("add", "a:b"), "pass\n"));
        Assert.Contains("at least one character", await SayAsync(1, Of("add", "ann"), "\n"));
    }

    [Fact]
    [Trait("Rows", "AU-15, RP-17")]
    public async Task What_several_change_at_a_time_is_all_kept()
    {
        var file = Path.Combine(_folder.FullName, "users.txt");
        await File.WriteAllTextAsync(Config, """{ "Listeners": [ {} ], "Sinks": [] }""");
        await Task.WhenAll(Enumerable.Range(0, 4).SelectMany(i => new Task[]
        {
            SayAsync(0, ["user", "add", $"joe{i}", "--file", file], "pass\n"),
            SayAsync(0, "sink", "register", "--name", $"sink{i}", "--internal-server", "10.0.0.1"),
        }));
        Assert.Equal("joe0\njoe1\njoe2\njoe3\n", await SayAsync(0, ["user", "list", "--file", file], ""));
        var sinks = await SayAsync(0, "sink", "list");
        Assert.All(Enumerable.Range(0, 4), i => Assert.Contains($"sink{i} ", sinks));
        Assert.Contains(
            "has a sink 'sink1' already; give this one another --name",
            await SayAsync(2, "sink", "register", "--name", "sink1", "--internal-server", "10.0.0.1"));
    }

    [Fact]
    public async Task A_line_of_the_log_has_its_date_and_how_far_its_clock_is_from_the_world_s()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        await File.WriteAllTextAsync(
            Config, $$"""{ "Listeners": [ { "Address": "127.0.0.1", "Port": {{port}} } ], "Tls": {} }""");
        Assert.Matches(
            @"(?m)^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d warning TLS uses a certificate made ",
            await SayAsync(3, "run"));
    }

    private Task<string> SayAsync(int code, params string[] arguments) =>
        GatewayCommand.SayAsync(code, [.. arguments, "--config", Config]);

    private static Task<string> SayAsync(int code, string[] arguments, string input) =>
        GatewayCommand.SayAsync(code, arguments, input);

    private async Task EditAsync(string pattern, string replacement) => await File.WriteAllTextAsync(
        Config, System.Text.RegularExpressions.Regex.Replace(await File.ReadAllTextAsync(Config), pattern, replacement));

    /// <summary>A session that stays open while things change.</summary>
    private sealed class OpenClient : IAsyncDisposable
    {
        private readonly System.Net.Sockets.TcpClient _connection = new();
        private readonly StreamReader _heard;
        private readonly StreamWriter _said;

        public OpenClient(System.Net.IPEndPoint at)
        {
            _connection.Connect(at);
            _connection.ReceiveTimeout = 20_000;
            _heard = new StreamReader(_connection.GetStream());
            _said = new StreamWriter(_connection.GetStream()) { AutoFlush = true };
            _heard.ReadLine();
            Ask("HELO client.example");
            Ask("MAIL FROM:<a@b.example>");
        }

        public Task<string> RecipientAsync(string user) => Task.FromResult(Ask($"RCPT TO:<{user}@d.example>")[..3]);

        public async ValueTask DisposeAsync()
        {
            await _said.DisposeAsync();
            _heard.Dispose();
            _connection.Dispose();
        }

        private string Ask(string line)
        {
            _said.Write(line + "\r\n");
            return _heard.ReadLine()!;
        }
    }
}
