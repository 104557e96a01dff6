using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using SmtpGate.Names;
using SmtpSim.Embedding;
using SmtpSim.Tls;

namespace Conformance.Tests;

/// <summary>The resolver against a real dnsmasq, and mail that goes where its records say.</summary>
public sealed class DnsmasqTests
{
    private const string Content = "C: DATA\nS: 354\nC: Subject: by its MX\nC: .\nS: 250";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [PeerTheory("dnsmasq")]
    [InlineData("many.test", 60)]
    [InlineData("two.test", 2)]
    public async Task Records_are_found_over_UDP_and_where_that_is_too_small_over_TCP(string domain, int count)
    {
        using var server = await Dnsmasq.StartAsync(
            [.. Enumerable.Range(0, 60).Select(i => $"--mx-host=many.test,a-host-with-a-long-name-{i}.many.test,{i}"),
                "--mx-host=two.test,a.two.test,10", "--mx-host=two.test,b.two.test,20"]);
        var client = new DnsClient([server.EndPoint], Patience, TimeProvider.System);
        var answer = await client.AskAsync(domain, RecordType.Mx, CancellationToken.None);
        Assert.Equal((DnsOutcome.Found, count), (answer.Outcome, answer.Records.OfType<DnsRecord.Exchange>().Count()));
    }

    [PeerTheory("dnsmasq")]
    [InlineData("two.test", "b.two.test 127.0.0.3")]
    [InlineData("own.test", "own.test 127.0.0.4")]
    [InlineData("null.test", "TakesNoMail")]
    [InlineData("alias.test", "NoAddress")]
    [InlineData("none.test", "NoSuchDomain")]
    public async Task Hosts_are_those_of_the_standard(string domain, string expected)
    {
        using var server = await Dnsmasq.StartAsync(
            "--mx-host=two.test,a.two.test,20", "--mx-host=two.test,b.two.test,10", "--host-record=b.two.test,127.0.0.3",
            "--host-record=own.test,127.0.0.4", "--dns-rr=null.test,15,000000", "--mx-host=alias.test,x.alias.test,10",
            "--cname=x.alias.test,own.test");
        var hosts = new MailHosts(new DnsClient([server.EndPoint], Patience, TimeProvider.System), (_, _) => false);
        var found = await hosts.FindAsync(domain, CancellationToken.None);
        Assert.Equal(
            expected, found.Hosts.Count == 0 ? found.Why.ToString() : $"{found.Hosts[0].Name} {found.Hosts[0].Addresses[0]}");
    }

    [PeerTheory("dnsmasq")]
    [InlineData("two.test", "b.two.test")]
    public async Task A_server_that_does_not_answer_is_followed_by_the_next(string domain, string host)
    {
        using var silent = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        using var server = await Dnsmasq.StartAsync($"--mx-host={domain},{host},10");
        var client = new DnsClient(
            [(IPEndPoint)silent.Client.LocalEndPoint!, server.EndPoint], TimeSpan.FromMilliseconds(500), TimeProvider.System);
        var answer = await client.AskAsync(domain, RecordType.Mx, CancellationToken.None);
        Assert.Equal(host, answer.Records.OfType<DnsRecord.Exchange>().Single().Host);
    }

    [PeerTheory("dnsmasq")]
    [InlineData("mail.test")]
    public async Task Mail_goes_to_the_best_host_that_is_there(string domain)
    {
        await using var next = ScriptedServer.Start();
        using var server = await Dnsmasq.StartAsync(
            $"--mx-host={domain},gone.test,10", $"--mx-host={domain},there.test,20", "--host-record=gone.test,127.0.0.77",
            "--host-record=there.test,127.0.0.1");
        await using var gateway = await RunningGateway.WithAsync($$"""
            { "HomeDirectory": "home", "Listeners": [{ "Address": "127.0.0.1", "Port": 0 }], "HostName": "gateway.example",
              "Delivery": { "Port": {{next.Port}}, "NameServers": ["{{server.EndPoint}}"] } }
            """);
        await SendAsync(gateway.EndPoint, domain);
        Assert.NotNull(await next.WaitForMailAsync("by its MX"));
    }

    private static async Task SendAsync(IPEndPoint gateway, string domain) => await ScriptedClient.PlayAsync(gateway, $"""
        S: 220
        C: EHLO client.example
        S: 250
        C: MAIL FROM:<a@sender.example>
        S: 250
        C: RCPT TO:<b@{domain}>
        S: 250
        {Content}
        """);

    // RFC 5321 5.1: each is tried until a delivery succeeds.
    [PeerTheory("dnsmasq")]
    [InlineData("@on MAIL -> S: 421 4.3.2 Not now, @close")]
    [InlineData("@on RCPT -> S: 450 4.2.0 Greylisted")]
    [InlineData("@on DATA -> @close")]
    [Trait("Rows", "RL-03")]
    public async Task What_the_best_host_puts_off_the_next_best_may_take(string best)
    {
        await using var first = ScriptedServer.Start($"@serve default\n{best}\n");
        await using var second = ScriptedServer.StartAt(new IPEndPoint(IPAddress.Parse("127.0.0.2"), first.Port));
        using var server = await Dnsmasq.StartAsync(TwoHosts);
        await using var gateway = await DirectAsync(first.Port, server, "\"ConnectionsPerHost\": 1");
        await SendAsync(gateway.EndPoint, "mail.test");
        Assert.NotNull(await second.WaitForMailAsync("by its MX"));
    }

    [PeerTheory("dnsmasq")]
    [InlineData("@on DOT times 1 -> S: 451 4.3.0 Later")]
    [Trait("Rows", "RL-03")]
    public async Task What_comes_behind_is_put_to_the_best_host_again(string best)
    {
        await using var first = ScriptedServer.Start($"@serve default\n{best}\n");
        await using var second = ScriptedServer.StartAt(new IPEndPoint(IPAddress.Parse("127.0.0.2"), first.Port));
        using var server = await Dnsmasq.StartAsync(TwoHosts);
        await using var gateway = await DirectAsync(first.Port, server, OneConnection);
        await SendAsync(gateway.EndPoint, "mail.test");
        await second.WaitForMailAsync("by its MX");
        await SendAsync(gateway.EndPoint, "mail.test");
        await first.WaitForMailAsync("by its MX");
        Assert.Single(second.Mail);
    }

    // Else one would wait behind the other's wait, and the last sender would hear nothing for days.
    [PeerTheory("dnsmasq")]
    [InlineData("@on DOT -> S> \"\"")]
    [Trait("Rows", "RL-13")]
    public async Task What_waits_for_a_best_host_that_stalls_is_tried_later_though_there_is_another_that_is_down(string best)
    {
        await using var first = ScriptedServer.Start($"@serve default\n{best}\n");
        using var server = await Dnsmasq.StartAsync(TwoHosts);
        await using var gateway = await DirectAsync(
            first.Port, server, $$"""{{OneConnection}}, "TimeLimits": { "EndSeconds": 2 } """);
        for (var i = 0; i < 4; i++)
            await SendAsync(gateway.EndPoint, "mail.test");
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (Regex.Count(await GatewayCommand.SayAsync(0, ["queue", "list", "--config", gateway.Config]), " waits ") < 4)
            limit.Token.ThrowIfCancellationRequested();
        Assert.Equal(1, Regex.Count(first.Session, "<- DATA"));
    }

    // They take connections and never greet: twelve times as long as one of them may be silent, then it is tried later.
    [PeerTheory("dnsmasq")]
    [InlineData(20)]
    [Trait("Rows", "RL-13")]
    public async Task A_domain_with_many_hosts_that_are_silent_does_not_keep_its_mail_under_way_for_ever(int count)
    {
        using var silent = new TcpListener(IPAddress.Any, 0);
        silent.Start(count);
        using var server = await Dnsmasq.StartAsync(
            [.. Enumerable.Range(1, count).SelectMany(i => new[]
            {
                $"--mx-host=mail.test,h{i}.test,{i}", $"--host-record=h{i}.test,127.0.3.{i}",
            })]);
        await using var gateway = await DirectAsync(
            ((IPEndPoint)silent.LocalEndpoint).Port,
            server,
            $$"""{{OneConnection}}, "TimeLimits": { "ConnectSeconds": 1, "GreetingSeconds": 1 } """);
        await SendAsync(gateway.EndPoint, "mail.test");
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (Regex.Count(await GatewayCommand.SayAsync(0, ["queue", "list", "--config", gateway.Config]), " waits ") < 1)
            limit.Token.ThrowIfCancellationRequested();
        var asked = 0;
        for (; silent.Pending(); asked++)
            (await silent.AcceptSocketAsync()).Dispose();
        Assert.InRange(asked, 5, 12);
    }

    private const string OneConnection = """ "ConnectionsPerHost": 1 """;

    private static string[] TwoHosts =>
    [
        "--mx-host=mail.test,first.test,10", "--mx-host=mail.test,second.test,20", "--host-record=first.test,127.0.0.1",
        "--host-record=second.test,127.0.0.2",
    ];

    private static Task<RunningGateway> DirectAsync(int port, Dnsmasq names, string more) => RunningGateway.WithAsync($$"""
        { "HomeDirectory": "home", "Listeners": [{ "Address": "127.0.0.1", "Port": 0 }], "HostName": "gateway.example",
          "Delivery": { "Port": {{port}}, "NameServers": ["{{names.EndPoint}}"], {{more}} } }
        """);

    // RFC 8689 4.2.1: whoever answers for the domain could name any host, with a certificate that is good for it.
    [PeerTheory("dnsmasq")]
    [InlineData("mail.test")]
    [Trait("Rows", "RL-18")]
    public async Task Mail_that_requires_TLS_goes_to_no_host_that_only_DNS_names(string domain)
    {
        const string Host = "@serve default caps STARTTLS, REQUIRETLS\n@on MAIL plain -> S: 530 5.7.0 STARTTLS first\n";
        await using var next = ScriptedServer.Start(Host);
        using var server = await Dnsmasq.StartAsync($"--mx-host={domain},sim.example,10", "--host-record=sim.example,127.0.0.1");
        var authority = Path.GetTempFileName();
        await File.WriteAllTextAsync(authority, CertificateZoo.OfProcess.Root.ExportCertificatePem());
        var tls = $$""" "Tls": "required", "TlsAuthorities": "{{authority}}" """;
        await using var gateway = await RunningGateway.WithAsync($$"""
            { "HomeDirectory": "home", "Listeners": [{ "Address": "127.0.0.1", "Port": 0 }], "HostName": "gateway.example",
              "Tls": {}, "RelayFor": "anyone", "RemoteDomains": [ { "Domain": "sure.test", "Delivery": {
                "SmartHost": "[127.0.0.1]", "Port": {{next.Port}}, "TlsName": "sim.example", {{tls}} } } ],
              "Delivery": { "Port": {{next.Port}}, "NameServers": ["{{server.EndPoint}}"], {{tls}} } }
            """);
        await ScriptedClient.PlayAsync(gateway.EndPoint, $"""
            S: 220
            C: EHLO client.example
            S: 250
            C: STARTTLS
            S: 220
            @tls start
            C: EHLO client.example
            S: 250 has REQUIRETLS
            C: MAIL FROM:<a@sure.test> REQUIRETLS
            S: 250
            C: RCPT TO:<b@{domain}>
            S: 550 5.7.30
            C: RSET
            S: 250
            C: MAIL FROM:<> REQUIRETLS
            S: 250
            C: RCPT TO:<b@{domain}>
            S: 250
            {Content}
            """);
        var report = await next.WaitForMailAsync("by its MX");
        // RFC 8689 5: told all the same, but without a promise that nobody can keep.
        Assert.Equal("FROM:<>", report.From);
        File.Delete(authority);
    }

    private sealed class Dnsmasq : IDisposable
    {
        private readonly Process _process;

        private Dnsmasq(Process process, IPEndPoint endPoint) => (_process, EndPoint) = (process, endPoint);

        public IPEndPoint EndPoint { get; }

        public static async Task<Dnsmasq> StartAsync(params string[] records)
        {
            for (var began = TimeProvider.System.GetTimestamp(); ;)
            {
                var server = Start(records);
                var client = new DnsClient([server.EndPoint], TimeSpan.FromMilliseconds(200), TimeProvider.System);
                while (!server._process.HasExited)
                {
                    var answer = await client.AskAsync("ready.test", RecordType.A, CancellationToken.None);
                    if (answer.Outcome != DnsOutcome.Unknown)
                        return server;
                    Assert.True(TimeProvider.System.GetElapsedTime(began) < Patience, "dnsmasq does not answer");
                }
                // Somebody has taken the port meanwhile.
                server._process.Dispose();
            }
        }

        private static Dnsmasq Start(string[] records)
        {
            var port = FreePort.Udp();
            var start = new ProcessStartInfo(PeerTheoryAttribute.Find("dnsmasq")!, [
                "--keep-in-foreground", "--no-resolv", "--no-hosts", "--local=/test/", "--listen-address=127.0.0.1",
                "--bind-interfaces", $"--port={port}", "--conf-file=/dev/null", "--pid-file=", "--user=", .. records]);
            return new Dnsmasq(Process.Start(start)!, new IPEndPoint(IPAddress.Loopback, port));
        }

        public void Dispose()
        {
            _process.Kill();
            _process.WaitForExit();
            _process.Dispose();
        }
    }
}
