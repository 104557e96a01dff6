using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SmtpSim.Embedding;

namespace Conformance.Tests;

/// <summary>The queue's command line beside a gateway that runs, and without one.</summary>
[Trait("Rows", "RL-17")]
public sealed class QueueCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("smtpgate-");

    private string Config => Path.Combine(_folder.FullName, "gw.json");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Messages_are_listed_shown_held_released_and_removed_while_the_gateway_runs()
    {
        await using var host = ScriptedServer.Start("@serve default\n");
        var busy = host.AddRules("@on RCPT <*@busy.example> -> S: 450 4.2.1 later\n")[0];
        await ConfigureAsync(host.Port);
        Assert.Equal("no messages\n", await SayAsync(0, "list"));
        await using var gateway = await RunningGateway.StartAsync(Config);
        await SendAsync(gateway, "joe@busy.example", "jim@busy.example");
        var list = await WaitingAsync();
        Assert.Matches(@"(?m)^\S+ +\d+ +1 +\d s waits +\d+ min$", list);
        Assert.Contains("\n  <ann@client.example> to joe@busy.example and 1 more\n", list);
        Assert.EndsWith("joe@busy.example: 450 4.2.1 later\n", list);
        Assert.All(list.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
        var id = list.Split('\n')[1].Split(' ')[0];

        Assert.Equal("1 message is held\n", await SayAsync(0, "hold", id));
        Assert.Equal($"{id}: it is held; release it\n0 messages are due now\n", await SayAsync(1, "retry", "--all"));
        var shown = await SayAsync(0, "show", id);
        Assert.Contains("state    held, tries 1\n", shown);
        Assert.Contains("to       <jim@busy.example>\n", shown);
        Assert.All(shown.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
        Assert.Contains("\r\nSubject: kept\r\n", await SayAsync(0, "show", id, "--content"));
        Assert.Equal("held", JsonNode.Parse(await SayAsync(0, "show", id, "--json"))!["state"]!.GetValue<string>());

        host.RemoveRule(busy);
        Assert.Equal("1 message is released\n", await SayAsync(0, "release", id));
        await host.WaitForMailAsync("Subject: kept");
        Assert.Contains($"there is no message '{id}x' here", await SayAsync(1, "remove", id + "x"));
    }

    [Fact]
    public async Task They_are_listed_and_removed_where_none_runs_and_what_is_left_goes_on()
    {
        await using var host = ScriptedServer.Start("@serve default\n");
        var busy = host.AddRules("@on RCPT <*@busy.example> -> S: 450 4.2.1 later\n")[0];
        await ConfigureAsync(host.Port);
        await using (var gateway = await RunningGateway.StartAsync(Config))
        {
            await SendAsync(gateway, "joe@busy.example");
            await SendAsync(gateway, "jim@busy.example");
            await WaitingAsync(2);
        }
        Assert.Contains("to joe@busy.example", await SayAsync(0, "list"));
        await ConfigureAsync(host.Port, "renamed");
        Assert.Contains("to joe@busy.example", await SayAsync(0, "list", "--server", "inbound"));
        Assert.Equal("1 message is removed\n", await SayAsync(0, "remove", "--to", "JOE@busy.example"));
        Assert.Equal("1 message is due now\n", await SayAsync(0, "retry", "--all"));
        var stats = await SayAsync(0, "stats");
        Assert.Matches(@"(?m)^all +1 +1 +0 +0 +\d+ s$", stats);
        Assert.Matches(@"(?m)^to busy.example +1 +1 +0 +0 +\d+ s$", stats);
        var counted = JsonNode.Parse(await SayAsync(0, "stats", "--json"))!;
        Assert.Equal("busy.example: 1", $"{counted["domains"]![0]!["domain"]}: {counted["domains"]![0]!["waits"]}");
        host.RemoveRule(busy);
        await using var again = await RunningGateway.StartAsync(Config);
        await host.WaitForMailAsync("Subject: kept");
        Assert.Single(host.Mail);
    }

    [Fact]
    public async Task What_cannot_be_done_is_named()
    {
        await File.WriteAllTextAsync(Config, "{");
        Assert.Contains("the queue cannot be reached: the configuration is wrong", await SayAsync(2, "list"));
        await ConfigureAsync(25);
        Assert.Contains("there is no message 'x' here; 'smtpgate queue list' names them", await SayAsync(1, "show", "x"));
        Assert.Contains("name messages, or --from, --to or --server, or --all", await SayAsync(2, "remove"));
        Assert.Contains("name messages, or --from, --to or --server, or --all", await SayAsync(2, "remove", "x", "--all"));
        const string stranger = "--server 'imbound': there is no such virtual server; the configuration has 'inbound'";
        Assert.Contains(stranger, await SayAsync(2, "list", "--server", "imbound"));
        Assert.Contains(stranger, await SayAsync(2, "remove", "--server", "imbound"));
        Assert.Equal("no messages\n", await SayAsync(0, "list", "--server", "inbound"));
    }

    // Until so many have been tried once.
    private async Task<string> WaitingAsync(int count = 1)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            var list = await SayAsync(0, "list");
            if (Regex.Count(list, " waits ") == count)
                return list;
            limit.Token.ThrowIfCancellationRequested();
        }
    }

    private Task ConfigureAsync(int port, string name = "inbound") => File.WriteAllTextAsync(Config, $$"""
        {
          "Name": "{{name}}", "HostName": "gate.example", "HomeDirectory": "home",
          "Listeners": [ { "Address": "127.0.0.1", "Port": 0 } ],
          "Delivery": { "Mode": "queue", "Address": "127.0.0.1", "Port": {{port}} }
        }
        """);

    private static async Task SendAsync(RunningGateway gateway, params string[] to)
    {
        using var client = new System.Net.Mail.SmtpClient("127.0.0.1", gateway.EndPoint.Port);
        using var mail = new System.Net.Mail.MailMessage { From = new("ann@client.example"), Subject = "kept", Body = "hello" };
        foreach (var recipient in to)
            mail.To.Add(recipient);
        await client.SendMailAsync(mail);
    }

    private Task<string> SayAsync(int code, params string[] arguments) =>
        GatewayCommand.SayAsync(code, ["queue", .. arguments, "--config", Config]);
}
