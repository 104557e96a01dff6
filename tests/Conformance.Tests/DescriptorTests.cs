using System.Net;
using System.Net.Mail;
using System.Net.Sockets;
using System.Text;

namespace Conformance.Tests;

/// <summary>Servers that may have fewer files and connections open than their clients want.</summary>
public sealed class DescriptorTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly List<Socket> _clients = [];

    public void Dispose() => _clients.ForEach(c => c.Dispose());

    [Fact]
    public async Task Clients_wait_until_there_are_some_and_who_looks_after_it_does_not()
    {
        if (!OperatingSystem.IsLinux())
            return;
        await using var gateway = await RunningGateway.WithAsync(
            """
            { "HostName": "gate.example", "HomeDirectory": "home", "Listeners": [ { "Address": "127.0.0.1", "Port": 0 } ] }
            """,
            descriptors: 256);
        for (var i = 0; i < 300; i++)
        {
            var client = new Socket(SocketType.Stream, ProtocolType.Tcp);
            _clients.Add(client);
            await client.ConnectAsync(gateway.EndPoint).WaitAsync(Patience);
        }
        Assert.StartsWith("220 gate.example", await HearAsync(_clients[0]), StringComparison.Ordinal);
        Assert.Equal("no messages\n", await GatewayCommand.SayAsync(0, ["queue", "list", "--config", gateway.Config]));
        _clients[..250].ForEach(c => c.Dispose());
        Assert.StartsWith("220 gate.example", await HearAsync(_clients[^1]), StringComparison.Ordinal);
    }

    // The runtime ends the process where it can open nothing at all.
    [Fact]
    [Trait("Rows", "RL-08")]
    public async Task Mail_for_many_domains_of_which_nobody_knows_anything_leaves_some()
    {
        if (!OperatingSystem.IsLinux())
            return;
        using var silent = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        await using var gateway = await RunningGateway.WithAsync(
            $$"""
            {
              "HostName": "gate.example", "HomeDirectory": "home", "Listeners": [ { "Address": "127.0.0.1", "Port": 0 } ],
              "Delivery": { "Mode": "queue", "NameServers": [ "{{silent.Client.LocalEndPoint}}" ] }
            }
            """,
            descriptors: 256);
        using var client = new SmtpClient("127.0.0.1", gateway.EndPoint.Port);
        for (var i = 0; i < 5; i++)
        {
            using var mail = new MailMessage { From = new MailAddress("a@sender.example"), Body = "x" };
            foreach (var n in Enumerable.Range(100 * i, 100))
                mail.To.Add($"joe@d{n}.example");
            await client.SendMailAsync(mail).WaitAsync(Patience);
        }
        // Questions are under way for as many as may be, and the others wait.
        for (var asked = new HashSet<string>(); asked.Count < 16;)
            asked.Add(Encoding.Latin1.GetString((await silent.ReceiveAsync().WaitAsync(Patience)).Buffer[12..]));
        var list = await GatewayCommand.SayAsync(0, ["queue", "stats", "--config", gateway.Config]);
        Assert.Matches(@"(?m)^all +5 ", list);
        Assert.True(gateway.IsThere);
    }

    [Fact]
    public async Task The_fake_server_resets_those_for_whom_there_are_none_and_lives()
    {
        if (!OperatingSystem.IsLinux())
            return;
        await using var server = await RunningServer.WithAsync("@serve default\n", descriptors: 300);
        for (var i = 0; i < 300; i++)
        {
            var client = new Socket(SocketType.Stream, ProtocolType.Tcp);
            _clients.Add(client);
            await client.ConnectAsync(server.EndPoint).WaitAsync(Patience);
        }
        Assert.StartsWith("220", await HearAsync(_clients[0]), StringComparison.Ordinal);
        var reset = await Assert.ThrowsAsync<SocketException>(() => HearAsync(_clients[^1]));
        Assert.Equal(SocketError.ConnectionReset, reset.SocketErrorCode);
        Assert.True(server.IsThere);
    }

    private static async Task<string> HearAsync(Socket client)
    {
        var octets = new byte[200];
        var count = await client.ReceiveAsync(octets).WaitAsync(Patience);
        return Encoding.ASCII.GetString(octets, 0, count);
    }
}
