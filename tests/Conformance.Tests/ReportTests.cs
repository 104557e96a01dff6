using System.Diagnostics;
using System.Net.Mail;
using System.Text;
using System.Text.Json.Nodes;
using SmtpSim.Embedding;

namespace Conformance.Tests;

/// <summary>Reports as others read them: Python's email package takes them apart.</summary>
public sealed class ReportTests
{
    private const string Script = """
        import email, email.policy, json, sys
        report = email.message_from_binary_file(sys.stdin.buffer, policy=email.policy.default)
        parts = list(report.iter_parts())
        blocks = parts[1].get_payload()
        print(json.dumps({
            "type": report.get_content_type(), "report": report.get_param("report-type"), "to": report["To"],
            "parts": [p.get_content_type() for p in parts], "defects": [repr(d) for p in report.walk() for d in p.defects],
            "text": parts[0].get_content(), "message": dict(blocks[0].items()),
            "recipients": [dict(b.items()) for b in blocks[1:]],
            "subject": email.message_from_string(parts[2].get_content()
                if parts[2].get_content_type() == "text/rfc822-headers" else parts[2].get_content().as_string())["Subject"]}))
        """;

    [PeerTheory("python3")]
    [InlineData("550 5.1.1 Nobody here", "5.1.1", "message/rfc822", 100)]
    [InlineData("550 with\ttabs, \"quotes\" and no status", "5.0.0", "message/rfc822", 100)]
    [InlineData("554 5.7.1 too long", "5.7.1", "text/rfc822-headers", 100_000)]
    [Trait("Rows", "RL-10, SEC-INJ-07")]
    public async Task A_report_is_what_RFC_3464_and_6522_say(string reply, string status, string type, int length)
    {
        await using var host = ScriptedServer.Start($"@serve default\n@on RCPT times 2 -> S: {reply}\n");
        await using var gateway = await KeepingAsync(host.Port);
        using var client = new SmtpClient("127.0.0.1", gateway.EndPoint.Port);
        using var mail = new MailMessage("ann@client.example", "joe@far.example", "a subject", new string('x', length));
        mail.To.Add("jim@far.example");
        await client.SendMailAsync(mail);
        var report = await host.WaitForMailAsync("multipart/report");
        var read = JsonNode.Parse(await PythonAsync(report.Content.ToArray()))!;

        Assert.Equal(["multipart/report", "delivery-status", "ann@client.example", "a subject"],
            [Text(read, "type"), Text(read, "report"), Text(read, "to"), Text(read, "subject")]);
        Assert.Equal("[]", read["defects"]!.ToJsonString());
        Assert.Equal(
            ["text/plain", "message/delivery-status", type], read["parts"]!.AsArray().Select(p => p!.GetValue<string>()));
        Assert.Equal("dns; gate.example", Text(read["message"]!, "Reporting-MTA"));
        var recipients = read["recipients"]!.AsArray();
        Assert.Equal(["rfc822; joe@far.example", "rfc822; jim@far.example"], recipients.Select(r => Text(r!, "Final-Recipient")));
        Assert.All(recipients, r => Assert.Equal(("failed", status), (Text(r!, "Action"), Text(r!, "Status"))));
        Assert.Contains("<jim@far.example>", Text(read, "text"), StringComparison.Ordinal);
    }

    // RFC 2045 6.4: what has parts with 8 bits has them itself.
    [Theory]
    [InlineData("8BITMIME, SMTPUTF8\n@on RCPT times 1 -> S: 550 5.1.1 No", "8bit")]
    [InlineData("PIPELINING", "7bit")]
    [Trait("Rows", "RL-10")]
    public async Task A_report_has_as_many_bits_as_its_parts(string caps, string encoding)
    {
        await using var host = ScriptedServer.Start($"@serve default caps {caps}\n");
        await using var gateway = await KeepingAsync(host.Port);
        using var client = new SmtpClient("127.0.0.1", gateway.EndPoint.Port)
        {
            DeliveryFormat = SmtpDeliveryFormat.International,
        };
        using var mail = new MailMessage("ann@client.example", "joe@far.example", "Gr\u00FC\u00DFe", "a body");
        await client.SendMailAsync(mail);
        var report = await host.WaitForMailAsync("multipart/report");
        var header = Encoding.UTF8.GetString(report.Content.ToArray()).Split("\r\n\r\n")[0];
        Assert.EndsWith($"\r\nContent-Transfer-Encoding: {encoding}", header, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Rows", "RL-10")]
    public async Task A_sender_with_a_boundary_in_his_name_hears_too()
    {
        await using var host = ScriptedServer.Start("@serve default caps PIPELINING\n");
        await using var gateway = await KeepingAsync(host.Port);
        await ScriptedClient.PlayAsync(gateway.EndPoint, $$"""
            S: 220
            C: EHLO client.example
            S: 250
            C: MAIL FROM:<"boundary="@client.example> BODY=8BITMIME
            S: 250
            C: RCPT TO:<joe@far.example>
            S: 250
            C: DATA
            S: 354
            @body <<END
            Subject: x

            Gr{{"\u00FC\u00DF"}}e
            END
            S: 250
            """);
        Assert.NotNull(await host.WaitForMailAsync("multipart/report"));
    }

    [Fact]
    [Trait("Rows", "6532-3.7")]
    public async Task What_a_host_without_SMTPUTF8_gets_says_in_base64_what_the_report_said()
    {
        await using var host = ScriptedServer.Start("@serve default caps PIPELINING\n");
        await using var gateway = await KeepingAsync(host.Port);
        using var client = new SmtpClient("127.0.0.1", gateway.EndPoint.Port)
        {
            DeliveryFormat = SmtpDeliveryFormat.International,
        };
        using var mail = new MailMessage("ann@client.example", "j\u00F6rg@far.example", "Gr\u00FC\u00DFe", "a body");
        await client.SendMailAsync(mail);
        var report = await host.WaitForMailAsync("multipart/report");
        var text = Encoding.ASCII.GetString(report.Content.ToArray());
        var parts = text.Split("Content-Transfer-Encoding: base64\r\n\r\n")[1..]
            .Select(p => Encoding.UTF8.GetString(Convert.FromBase64String(p[..p.IndexOf("\r\n--", StringComparison.Ordinal)])))
            .ToArray();

        Assert.Equal(3, parts.Length);
        Assert.Contains("<j\u00F6rg@far.example>:", parts[0], StringComparison.Ordinal);
        Assert.Contains("Final-Recipient: utf-8; j\u00F6rg@far.example\r\n", parts[1], StringComparison.Ordinal);
        Assert.Contains("Subject: Gr\u00FC\u00DFe\r\n", parts[2], StringComparison.Ordinal);
        Assert.Contains("a body", parts[2], StringComparison.Ordinal);
    }

    private static Task<RunningGateway> KeepingAsync(int port) => RunningGateway.WithAsync($$"""
        {
          "HostName": "gate.example", "HomeDirectory": "home", "Listeners": [ { "Address": "127.0.0.1", "Port": 0 } ],
          "Delivery": { "Mode": "queue", "Address": "127.0.0.1", "Port": {{port}} }
        }
        """);

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();

    private static async Task<string> PythonAsync(byte[] message)
    {
        var start = new ProcessStartInfo(PeerTheoryAttribute.Find("python3")!, ["-c", Script])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var process = Process.Start(start)!;
        await process.StandardInput.BaseStream.WriteAsync(message, limit.Token);
        process.StandardInput.Close();
        var said = await process.StandardOutput.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        return said;
    }
}
