using System.Net.Security;
using System.Security.Authentication;
using SmtpSim.Playing;
using SmtpSim.Tls;
using SmtpSim.Transcripts;

namespace SmtpSim.Tests.Playing;

public sealed class TlsPlayTests
{
    private const string Server = "@serve default caps STARTTLS, SIZE 1000";
    private const string Begin = "S: 220\nC: EHLO x\nS: 250 has STARTTLS\nC: STARTTLS\nS: 220\n";

    [Fact]
    public async Task A_script_starts_TLS_and_looks_at_it()
    {
        await using var server = Stage.Serve(Server);
        Stage.Passed(await Stage.WalkAsync(server.EndPoint, Begin
            + "@tls start sni=mx.example\n@tls is version=1.3 cipher=TLS_* problem=wrong-name subject=CN={host}\n"
            + "C: EHLO {{host}}\nS: 250 has SIZE lacks STARTTLS\n@fence\nC: QUIT\nS: 221\n@eof\n"));
    }

    [Theory]
    [InlineData("good", "none")]
    [InlineData("expired", "expired")]
    [InlineData("not-yet-valid", "not-yet-valid")]
    [InlineData("wrong-name", "wrong-name")]
    [InlineData("self-signed", "self-signed")]
    [InlineData("no-chain", "untrusted")]
    public async Task A_certificate_of_each_kind_shows_its_problem(string kind, string problem)
    {
        await using var server = Stage.Serve($"{Server}\n@on STARTTLS -> S: 220 go, @tls start cert={kind}");
        Stage.Passed(await Stage.WalkAsync(server.EndPoint, Begin + $"@tls start sni=sim.example\n@tls is problem={problem}\n"));
        var careful = await Stage.WalkAsync(server.EndPoint, Begin + "@tls start sni=sim.example verify=on\n");
        Assert.Equal(problem == "none" ? End.Passed : End.Failed, careful.End);
    }

    [Theory]
    [InlineData("1.2")]
    [InlineData("1.3")]
    public async Task A_server_sees_that_a_client_minds_its_certificate(string version)
    {
        await using var server = Stage.Serve(
            $"S: 220\nC: STARTTLS\nS: 220\n@tls start cert=expired max={version} expect=refused\n");
        var client = "S: 220\nC: STARTTLS\nS: 220\n@tls start sni=sim.example verify=on expect=refused\n";
        Stage.Passed(await Stage.WalkAsync(server.EndPoint, client));
        await Stage.UntilAsync(() => server.Outcomes.Count == 1);
        Stage.Passed(server.Outcomes[0]);
    }

    // Who minds a certificate ends at once.
    [Fact]
    public async Task A_client_that_ends_for_another_reason_has_refused_nothing()
    {
        await using var server = Stage.Serve("S: 220\nC: STARTTLS\nS: 220\n@tls start cert=expired expect=refused\n");
        await Stage.WalkAsync(server.EndPoint, "S: 220\nC: STARTTLS\nS: 220\n@tls start\n@wait 2500ms\n@close\n");
        await Stage.UntilAsync(() => server.Outcomes.Count == 1);
        Stage.Failed(server.Outcomes[0], "the other side took part in the handshake", 4);
    }

    [Fact]
    public async Task A_client_that_goes_on_in_plain_text_has_refused_nothing()
    {
        await using var server = Stage.Serve("S: 220\nC: STARTTLS\nS: 220\n@tls start expect=refused\n");
        await Stage.WalkAsync(server.EndPoint, "S: 220\nC: STARTTLS\nS: 220\nC: EHLO x\n@eof\n");
        await Stage.UntilAsync(() => server.Outcomes.Count == 1);
        Stage.Failed(server.Outcomes[0], "the handshake was not refused but ignored: what the client says is no TLS", 4);
    }

    [Fact]
    public async Task A_client_that_minds_nothing_is_told_of_where_it_should_have_refused()
    {
        await using var server = Stage.Serve("S: 220\nC: STARTTLS\nS: 220\n@tls start cert=expired expect=refused\n");
        await Stage.WalkAsync(server.EndPoint, "S: 220\nC: STARTTLS\nS: 220\n@tls start\nC: EHLO x\n@eof\n");
        await Stage.UntilAsync(() => server.Outcomes.Count == 1);
        Stage.Failed(server.Outcomes[0], "the other side took part in the handshake", 4);
    }

    [Theory]
    [InlineData("min=1.2 max=1.2", "", "1.2")]
    [InlineData("", "max=1.2", "1.2")]
    [InlineData("min=1.3", "", "1.3")]
    public async Task The_versions_are_chosen(string server, string client, string version)
    {
        await using var fake = Stage.Serve($"{Server}\n@on STARTTLS -> S: 220 go, @tls start {server}");
        Stage.Passed(await Stage.WalkAsync(fake.EndPoint, Begin + $"@tls start {client}\n@tls is version={version}\n"));
    }

    [Fact]
    public async Task Sides_that_have_no_version_in_common_fail()
    {
        await using var fake = Stage.Serve($"{Server}\n@on STARTTLS -> S: 220 go, @tls start min=1.3");
        var outcome = await Stage.WalkAsync(fake.EndPoint, Begin + "@tls start max=1.2\n");
        Assert.StartsWith("the handshake failed: ", outcome.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cipher_a_protocol_and_a_clients_certificate_are_chosen()
    {
        await using var fake = Stage.Serve(
            "C: go\n@tls start ask=on alpn=smtp\n@tls is sni=mx.example alpn=smtp cipher=TLS_AES_128_GCM_SHA256 "
            + "subject=CN=me.example problem=wrong-name\nS: 220\nC: bye\n");
        Stage.Passed(await Stage.WalkAsync(fake.EndPoint,
            "C: go\n@tls start sni=mx.example alpn=smtp ciphers=TLS_AES_128_GCM_SHA256 cert=good name=me.example\n"
            + "S: 220\nC: bye\n@eof\n"));
        await Stage.UntilAsync(() => fake.Outcomes.Count == 1);
        Stage.Passed(fake.Outcomes[0]);
    }

    // RFC 8446 6.1, and 5246 7.2.1 before it.
    [Theory]
    [InlineData("1.2", true, "close_notify")]
    [InlineData("1.3", true, "close_notify")]
    [InlineData("1.2", false, "none")]
    [InlineData("1.3", false, "none")]
    public async Task Whether_TLS_was_ended_in_order_is_known_behind_the_end(string version, bool isSaid, string end)
    {
        var script = $"@tls start max={version}\nS: 220\n@eof\n@tls is end={end}\n";
        Stage.Passed(await Stage.PlayAsync(script, async peer =>
        {
            var tls = new SslStream(peer.Stream(), leaveInnerStreamOpen: true);
            await tls.AuthenticateAsServerAsync(CertificateZoo.OfProcess.Get("good", "sim.example").Certificate);
            await tls.WriteAsync("220 hi\r\n"u8.ToArray());
            if (isSaid)
                await tls.ShutdownAsync();
        }));
    }

    [Fact]
    public async Task TLS_from_the_first_octet_needs_a_rule_of_one_line()
    {
        await using var fake = Stage.Serve("@serve default\n@on connect -> @tls start");
        Stage.Passed(await Stage.WalkAsync(fake.EndPoint, "@tls start\nS: 220\nC: NOOP\nS: 250\n"));
    }

    [Fact]
    public async Task TLS_stops_and_plain_text_goes_on()
    {
        await using var fake = Stage.Serve("C: go\n@tls start\nS: 220 secret\nC: enough\n@tls stop\nC: plain\nS: 250 plain\n");
        Stage.Passed(await Stage.WalkAsync(
            fake.EndPoint, "C: go\n@tls start\nS: 220\nC: enough\n@tls stop\nC: plain\nS: 250\n@eof\n"));
        await Stage.UntilAsync(() => fake.Outcomes.Count == 1);
        Stage.Passed(fake.Outcomes[0]);
        Assert.Contains(fake.Log.Entries, e => e.Text == "TLS stopped");
    }

    [Fact]
    public async Task What_is_injected_goes_out_in_the_write_of_the_line_above()
    {
        Stage.Passed(await Stage.PlayAsync("S: 220\n@inject \"NOOP\\r\\n\"\nC: STARTTLS\n@eof", async peer =>
        {
            await peer.SayAsync("220 hi\r\n");
            Assert.Equal("STARTTLS\r\nNOOP\r\n", await peer.ReadAsync());
        }));
    }

    [Fact]
    public async Task The_default_server_does_not_obey_what_came_before_the_handshake()
    {
        await using var fake = Stage.Serve(Server);
        Stage.Passed(await Stage.WalkAsync(fake.EndPoint,
            "S: 220\n@inject \"NOOP\\r\\n\"\nC: STARTTLS\nS: 220\n@tls start\n@fence\n"));
        Assert.Contains(fake.Log.Entries, e => e.Text == "6 octets behind STARTTLS were ignored");
    }

    [Fact]
    public async Task A_script_that_obeys_sees_what_came_before_the_handshake()
    {
        await using var fake = Stage.Serve("C: STARTTLS\nS: 220\n@tls start obey=on\nC: NOOP\nC: EHLO x\nS: 250\n");
        Stage.Passed(await Stage.WalkAsync(
            fake.EndPoint, "@inject \"NOOP\\r\\n\"\nC: STARTTLS\nS: 220\n@tls start\nC: EHLO x\nS: 250\n"));
    }

    [Fact]
    public async Task A_script_that_does_not_fails_with_it()
    {
        await using var fake = Stage.Serve("C: STARTTLS\nS: 220\n@tls start\nC: NOOP\nS: 250\n");
        await Stage.WalkAsync(fake.EndPoint, "@inject \"NOOP\\r\\n\"\nC: STARTTLS\nS: 220\n@tls start\n");
        await Stage.UntilAsync(() => fake.Outcomes.Count == 1);
        Stage.Failed(fake.Outcomes[0], Injected, 3);
    }

    // What a server says in plain text behind its 220 answers nothing that is asked inside TLS.
    [Theory]
    [InlineData("S: 220 go\nS+ 250-evil\nS+ 250 SIZE 1\n@tls start\nC: EHLO x\nS: 554 no\n",
        "@tls start\nC: EHLO x\nS: 250 has SIZE")]
    [InlineData("S: 220 go\nS+ 250 x\n@tls start\n", "@tls start\n@eof")]
    [InlineData("S: 220 go\nS+ 250 x\n@tls start\n", "@tls start expect=either\n@eof")]
    [InlineData("S: 220 go\nS+ 454 TLS not available\n@close\n", "@tls start expect=refused")]
    public async Task A_reply_in_front_of_the_handshake_is_none(string says, string script)
    {
        await using var fake = Stage.Serve("C: STARTTLS\n" + says);
        Stage.Failed(await Stage.WalkAsync(fake.EndPoint, "C: STARTTLS\nS: 220\n" + script), Injected, 3);
    }

    // Neither a name nor a protocol can hold them.
    [Theory]
    [InlineData("sni={{x}}")]
    [InlineData("alpn={{x}}")]
    [InlineData("name={{x}}")]
    public async Task Octets_that_are_no_text_end_no_run(string term)
    {
        var outcome = await Stage.PlayAsync(
            $"S: 220 {{x}}\n@tls start {term} expect=either", async peer =>
            {
                await peer.SayAsync("220 \u00fcx\r\n");
                await peer.ReadAsync();
            });
        Assert.Equal(End.Passed, outcome.End);
    }

    private const string Injected = "in front of the handshake more was said in plain text than the script expects";

    [Fact]
    public async Task A_client_may_begin_the_handshake_without_waiting()
    {
        await using var fake = Stage.Serve("C: STARTTLS\n@wait 50ms\n@tls start\nS: 220 here\n");
        Stage.Passed(await Stage.WalkAsync(fake.EndPoint, "C: STARTTLS\n@tls start\nS: 220\n"));
    }

    [Theory]
    [InlineData("@tls start min=1.4", "'min=1.4' is no version of TLS")]
    [InlineData("@tls start min=1.3 max=1.2", "min=1.3 is above max=1.2")]
    [InlineData("@tls start cert=rotten", "'rotten' is no certificate; there are good, expired,")]
    [InlineData("@tls start crt=good", "'crt' is nothing a handshake knows; did you mean 'cert'?")]
    [InlineData("@tls start verify=yes", "verify is on or off, not 'yes'")]
    [InlineData("@tls start ciphers=NONE", "'NONE' is no list of cipher suites")]
    [InlineData("@tls is versin=1.3", "'versin=1.3' is nothing that is known of TLS")]
    [InlineData("@tls is version=1.3 problem=expird", "'problem=expird' is never found; there are none, missing, untrusted,")]
    public void A_wrong_word_is_an_error_before_the_first_octet(string script, string message)
    {
        var source = Stage.Source("S: 220\n" + script);
        var wrong = Assert.Throws<UnusableFileException>(() => ScriptCompiler.Compile(source, Role.Client));
        Assert.StartsWith($"t.smtp:2:1: {message}", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_expectation_of_TLS_says_what_is_there_instead()
    {
        await using var fake = Stage.Serve(Server);
        Stage.Failed(await Stage.WalkAsync(fake.EndPoint, "S: 220\n@tls is version=1.3\n"), "TLS is not on", 2);
        Stage.Failed(
            await Stage.WalkAsync(fake.EndPoint, Begin + "@tls start\n@tls is version=1.0\n"), "version is '1.3', not '1.0'", 7);
    }

    [Fact]
    public async Task A_program_that_is_not_ours_shakes_hands_with_the_fake_server()
    {
        await using var fake = Stage.Serve("@serve default\n@on connect -> @tls start");
        using var client = new System.Net.Sockets.TcpClient();
        await client.ConnectAsync(fake.EndPoint);
        await using var tls = new SslStream(client.GetStream(), false, (_, _, _, errors) => errors != SslPolicyErrors.None);
        await tls.AuthenticateAsClientAsync("sim.example").WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(SslProtocols.Tls13, tls.SslProtocol);
        var greeting = new byte[100];
        var count = await tls.ReadAsync(greeting).AsTask().WaitAsync(TimeSpan.FromSeconds(10));
        Assert.StartsWith("220 ", System.Text.Encoding.ASCII.GetString(greeting, 0, count), StringComparison.Ordinal);
    }
}
