using SmtpSim.Embedding;
using SmtpSim.Transcripts;

namespace SmtpSim.Tests.Embedding;

[Trait("Rows", "SM-01 SM-02 SM-08 SM-12")]
public sealed class ScriptedServerTests
{
    private const string Send =
        "S: 220\nC: HELO x\nS: 250\nC: MAIL FROM:<a@b>\nS: 250\nC: RCPT TO:<c@d>\nS: 250\nC: DATA\nS: 354\n"
        + "@body <<E\nSubject: invoice 4711\nE\nS: 250\n";

    [Fact]
    public async Task Mail_is_waited_for_by_what_it_says()
    {
        await using var server = ScriptedServer.Start();
        var waiting = server.WaitForMailAsync("invoice 4711");
        await ScriptedClient.PlayAsync(server.EndPoint, Send);
        Assert.Equal("FROM:<a@b>", (await waiting).From);
        Assert.Single(await server.WaitForMailAsync(1));
        Assert.Equal(1, server.Connections);
        Assert.Contains("MAIL FROM:<a@b>", server.Session, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mail_that_does_not_come_is_told_with_what_was_said_instead()
    {
        await using var server = ScriptedServer.Start();
        await ScriptedClient.PlayAsync(server.EndPoint, "S: 220\nC: EHLO somebody\nS: 250\n");
        var late = await Assert.ThrowsAsync<TimeoutException>(() => server.WaitForMailAsync("x", TimeSpan.FromMilliseconds(20)));
        Assert.StartsWith("no message with 'x' came within 20 ms", late.Message, StringComparison.Ordinal);
        Assert.Contains("EHLO somebody", late.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<TimeoutException>(() => server.WaitForMailAsync(2, TimeSpan.FromMilliseconds(20)));
    }

    [Fact]
    public async Task Rules_come_and_go_while_it_runs()
    {
        await using var server = ScriptedServer.Start();
        var id = Assert.Single(server.AddRules("@on NOOP -> S: 450 not now\n"));
        await ScriptedClient.PlayAsync(server.EndPoint, "S: 220\nC: NOOP\nS: 450\n");
        Assert.True(server.RemoveRule(id));
        await ScriptedClient.PlayAsync(server.EndPoint, "S: 220\nC: NOOP\nS: 250\n");
        Assert.Throws<UnusableFileException>(() => server.AddRules("@on NOPE -> S: 1\n"));
    }

    [Fact]
    public async Task A_script_in_order_is_verified()
    {
        var values = new Dictionary<string, string> { ["name"] = "me" };
        await using var server = ScriptedServer.Start("S: 220 {{name}}\nC: EHLO x\nS: 250\n", values);
        await ScriptedClient.PlayAsync(server.EndPoint, "S: 220 me\nC: EHLO x\nS: 250\n@eof\n");
        await server.VerifyPlayedAsync();
        await ScriptedClient.PlayAsync(server.EndPoint, "S: 220\nC: HELO x\n@eof\n");
        var failed = await Assert.ThrowsAsync<ScriptFailedException>(() => server.VerifyPlayedAsync());
        Assert.Contains("because the line is another", failed.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => server.AddRules("@on NOOP -> S: 250\n"));
    }

    [Fact]
    public async Task A_script_that_nobody_plays_is_late()
    {
        await using var server = ScriptedServer.Start("S: 220\n");
        await Assert.ThrowsAsync<TimeoutException>(() => server.VerifyPlayedAsync(TimeSpan.FromMilliseconds(20)));
        Assert.Throws<InvalidOperationException>(() => server.Connect());
    }

    [Fact]
    public async Task Without_sockets_a_program_gets_a_stream()
    {
        await using var server = ScriptedServer.InMemory(
            "@serve default\n@on HELP -> @cut 5, S: 214 help\n@on VRFY -> @reset\n");
        await using var stream = server.Connect();
        using var reader = new StreamReader(stream);
        Assert.Equal("220 sim.example ESMTP", await reader.ReadLineAsync());
        await stream.WriteAsync("NOOP\r\n"u8.ToArray());
        Assert.Equal("250 2.0.0 Still here", await reader.ReadLineAsync());
        await ScriptedClient.PlayAsync(server.Connect(), Send + "C: HELP\nS> \"214 h\"\nC: VRFY x\n@rst\n");
        Assert.Single(server.Mail);
        Assert.Equal(2, server.Connections);
    }

    [Fact]
    public async Task Another_script_works_without_sockets_too()
    {
        await using var server = ScriptedServer.InMemory();
        await ScriptedClient.PlayAsync(server.Connect(), Send);
        await server.LoadAsync("S: 554 closed\n");
        await ScriptedClient.PlayAsync(server.Connect(), "S: 554 closed\n");
        await server.LoadAsync();
        Assert.Empty(server.Mail);
        await ScriptedClient.PlayAsync(server.Connect(), Send);
        await server.ResetAsync();
        Assert.Empty(server.Mail);
    }

    [Fact]
    public async Task Without_sockets_it_has_no_port()
    {
        await using var server = ScriptedServer.InMemory();
        var wrong = Assert.Throws<InvalidOperationException>(() => server.Port);
        Assert.Contains("Connect()", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_waits_hears_that_it_has_ended()
    {
        var server = ScriptedServer.Start();
        var waiting = server.WaitForMailAsync("never", TimeSpan.FromMinutes(5));
        var counting = server.WaitForMailAsync(3, TimeSpan.FromMinutes(5));
        await server.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting.WaitAsync(TimeSpan.FromSeconds(20)));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => counting.WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Throws<ObjectDisposedException>(() => server.AddRules("@on NOOP -> S: 250 x"));
        Assert.Empty(server.Mail);
    }

    [Fact]
    public void No_script_is_none() => Assert.Throws<ArgumentNullException>(() => ScriptedServer.Start(null!));
}
