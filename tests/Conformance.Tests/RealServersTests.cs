using System.Diagnostics;
using System.Text;
using SmtpSim.Embedding;

namespace Conformance.Tests;

/// <summary>
/// The relay with servers that nobody here wrote behind it. Exim, which Debian has in Postfix's place, is in docs/interop.md.
/// </summary>
public sealed class RealServersTests
{
    private const string Body = ".a dot\r\n..two\r\n\r\nGr\u00FC\u00DFe\r\n";

    // It knows joe, and prints what it gets.
    private const string Aiosmtpd = """
        import asyncio, base64
        from aiosmtpd.smtp import SMTP
        class Handler:
            async def handle_RCPT(self, server, session, envelope, address, options):
                if not address.startswith('joe@'):
                    return '550 5.1.1 no such user'
                envelope.rcpt_tos.append(address)
                return '250 OK'
            async def handle_DATA(self, server, session, envelope):
                print(envelope.mail_from, *envelope.rcpt_tos, base64.b64encode(envelope.content).decode(), flush=True)
                return '250 OK'
        async def main():
            loop = asyncio.get_running_loop()
            server = await loop.create_server(lambda: SMTP(Handler(), hostname='internal.example'), '127.0.0.1', 0)
            print(server.sockets[0].getsockname()[1], flush=True)
            await server.serve_forever()
        asyncio.run(main())
        """;

    [PeerTheory("postfix")]
    [InlineData("jim@elsewhere.example")]
    [Trait("Rows", "RL-10, RL-18")]
    public async Task Postfix_as_the_next_host_has_the_mail_and_its_sender_the_reports(string refused)
    {
        await using var onward = ScriptedServer.Start("@serve default caps PIPELINING, 8BITMIME\n");
        using var postfix = await Postfix.StartAsync(onward.Port);
        await using var gateway = await GatewayAsync(postfix.Port, "");
        await SendAsync(gateway, "RET=HDRS ENVID=one", "joe@d.example> NOTIFY=SUCCESS,FAILURE", $"{refused}> NOTIFY=FAILURE");

        var mail = await onward.WaitForMailAsync(".a dot");
        var content = Encoding.UTF8.GetString(mail.Content.ToArray());
        // It added header fields of its own.
        Assert.Contains("Subject: on its way\r\n", content, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n" + Body, content, StringComparison.Ordinal);
        // It offered STARTTLS.
        Assert.Contains("with ESMTPS", content, StringComparison.Ordinal);
        var report = await onward.WaitForMailAsync("Reporting-MTA: dns; gate.example");
        var text = Encoding.UTF8.GetString(report.Content.ToArray());
        Assert.Contains(
            $"Final-Recipient: rfc822; {refused}\r\nAction: failed\r\nStatus: 5.7.1\r\n", text, StringComparison.Ordinal);
        Assert.Contains("Original-Envelope-Id: one\r\n", text, StringComparison.Ordinal);
        // NOTIFY went along: the next hop of Postfix has no DSN, so it is Postfix who tells.
        Assert.NotNull(await onward.WaitForMailAsync("Action: relayed"));
    }

    [PeerTheory("aiosmtpd")]
    [InlineData("unknown@local.example")]
    [Trait("Rows", "RL-10")]
    public async Task Aiosmtpd_as_the_internal_server_is_asked_for_recipients_and_has_the_mail(string refused)
    {
        // The Python that has it: its own.
        var python = File.ReadLines(PeerTheoryAttribute.Find("aiosmtpd")!).First()["#!".Length..].Trim().Split(' ');
        var start = new ProcessStartInfo(python[0], [.. python[1..], "-c", Aiosmtpd]) { RedirectStandardOutput = true };
        using var internalServer = Process.Start(start)!;
        try
        {
            var port = int.Parse(await NextAsync(internalServer), System.Globalization.CultureInfo.InvariantCulture);
            await using var gateway = await GatewayAsync(port, $$"""
                , "Sinks": [ { "Sink": "RcptProxy", "Settings": { "InternalServer": "127.0.0.1", "Port": {{port}}, "Bypass": [],
                  "DisconnectOnReject": false } } ]
                """);
            await ScriptedClient.PlayAsync(gateway.EndPoint, $"""
                S: 220
                C: EHLO client.example
                S: 250
                C: MAIL FROM:<ann@s.example>
                S: 250
                C: RCPT TO:<{refused}>
                S: 550
                C: QUIT
                S: 221
                """);
            await SendAsync(gateway, "", "joe@local.example>");
            var mail = (await NextAsync(internalServer)).Split(' ');
            Assert.Equal(["ann@s.example", "joe@local.example"], mail[..2]);
            Assert.EndsWith(Body, Encoding.UTF8.GetString(Convert.FromBase64String(mail[2])), StringComparison.Ordinal);
        }
        finally
        {
            internalServer.Kill();
        }
    }

    private static async Task<string> NextAsync(Process process) =>
        await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(20)) ?? "";

    private static Task<RunningGateway> GatewayAsync(int port, string more) => RunningGateway.WithAsync($$"""
        { "HostName": "gate.example", "HomeDirectory": "home", "Listeners": [ { "Address": "127.0.0.1", "Port": 0 } ],
          "Delivery": { "Mode": "queue", "Address": "127.0.0.1", "Port": {{port}} } {{more}} }
        """);

    private static async Task SendAsync(RunningGateway gateway, string parameters, params string[] recipients) =>
        await ScriptedClient.PlayAsync(gateway.EndPoint, $"""
            S: 220
            C: EHLO client.example
            S: 250
            C: MAIL FROM:<ann@s.example> BODY=8BITMIME {parameters}
            S: 250
            {string.Join('\n', recipients.Select(r => $"C: RCPT TO:<{r}\nS: 250"))}
            C: DATA
            S: 354
            @body <<END
            Subject: on its way

            {Body.Replace("\r\n", "\n", StringComparison.Ordinal)}END
            S: 250
            C: QUIT
            S: 221
            """);
}
