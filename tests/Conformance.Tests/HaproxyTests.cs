using System.Net;
using System.Net.NetworkInformation;
using System.Text;
using SmtpSim.Embedding;

namespace Conformance.Tests;

/// <summary>The PROXY protocol as a real HAProxy speaks it, for connections and for its own checks.</summary>
public sealed class HaproxyTests
{
    // Where the proxy listens, whom it is asked by, and how the gateway writes that.
    private static readonly (string Address, string Source, string Shown)[] Clients =
        [("127.0.0.1", "127.0.0.9", "[127.0.0.9]"), ("::1", "::1", "[IPv6:::1]")];

    private static readonly string[] Versions = ["send-proxy", "send-proxy-v2"];

    public static IEnumerable<object[]> Connections =>
        from terms in Versions
        from client in Clients
        where HasAddress(client.Address)
        select new object[] { terms, client.Address, client.Source, client.Shown };

    [PeerTheory("haproxy")]
    [MemberData(nameof(Connections))]
    public async Task The_client_is_whom_it_names(string terms, string address, string source, string shown)
    {
        await using var next = ScriptedServer.Start();
        await using var gateway = await GatewayAsync(next.Port);
        using var proxy = await Haproxy.StartAsync(IPAddress.Parse(address), gateway.EndPoint, terms);
        await ScriptedClient.PlayAsync(proxy.EndPoint, $"""
            @source {source}
            S: 220
            C: EHLO client.example
            S: 250
            C: MAIL FROM:<a@sender.example>
            S: 250
            C: RCPT TO:<b@local.example>
            S: 250
            C: DATA
            S: 354
            C: Subject: behind the proxy
            C: .
            S: 250
            C: QUIT
            S: 221
            @eof
            """);
        var mail = await next.WaitForMailAsync("behind the proxy");
        var text = Encoding.ASCII.GetString(mail.Content.Span);
        Assert.Contains($"Received: from client.example ({shown})", text, StringComparison.Ordinal);
    }

    [PeerTheory("haproxy")]
    [InlineData("send-proxy", "L7OK")]
    [InlineData("send-proxy-v2", "L7OK")]
    public async Task Its_check_finds_the_gateway_well(string terms, string status)
    {
        await using var gateway = await GatewayAsync(25);
        using var proxy = await Haproxy.StartAsync(IPAddress.Loopback, gateway.EndPoint, terms);
        Assert.Equal(status, await proxy.CheckedAsync());
    }

    // Not every machine has IPv6.
    private static bool HasAddress(string address) => NetworkInterface.GetAllNetworkInterfaces()
        .SelectMany(i => i.GetIPProperties().UnicastAddresses).Any(a => a.Address.Equals(IPAddress.Parse(address)));

    private static Task<RunningGateway> GatewayAsync(int next) => RunningGateway.WithAsync($$"""
        { "Listeners": [ { "Address": "127.0.0.1", "Port": 0, "Proxies": [ "127.0.0.1" ] } ],
          "Delivery": { "Address": "127.0.0.1", "Port": {{next}} } }
        """);
}
