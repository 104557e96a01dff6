using SmtpSim.Transcripts;

namespace SmtpSim.Tests.Playing;

[Trait("Rows", "SM-10")]
public sealed class FindingsTests
{
    private static readonly Variables Values = new([new("user", "u"), new("password", "hidden"), new("secret1", "AHUAaGlkZGVu")]);

    [Theory]
    [InlineData("S: 220\nC: AUTH PLAIN {{b64:\\0$user\\0other}}\nS: 235\n")]
    [InlineData("S: 220\nC: AUTH PLAIN {{secret1}} not\nS: 235\n")]
    [InlineData("S: 220\nC: AUTH PLAIN {{password}}\nS: 235\n")]
    public async Task A_mismatch_shows_no_secret(string script)
    {
        await using var server = Stage.Serve(script, Values);
        using var peer = await RawPeer.ConnectAsync(server.EndPoint);
        await peer.SayAsync("AUTH PLAIN AHUAaGlkZGVu\r\n");
        await Stage.UntilAsync(() => server.Outcomes.Count == 1);
        var shown = string.Join('\n', SmtpSim.Comparing.SideBySide.Show(server.Outcomes[0], "t.smtp"));
        Assert.DoesNotContain("AHUA", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", shown, StringComparison.Ordinal);
        Assert.Contains("AUTH PLAIN ************", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_captured_secret_is_not_shown_either()
    {
        await using var server = Stage.Serve("S: 220\nC: AUTH PLAIN {cred:.*}\nS: 535\nC: AUTH PLAIN {cred}\nS: 535\n");
        using var peer = await RawPeer.ConnectAsync(server.EndPoint);
        await peer.SayAsync("AUTH PLAIN AHUAaGlkZGVu\r\nNOOP\r\n");
        await Stage.UntilAsync(() => server.Outcomes.Count == 1);
        Assert.Equal("C: AUTH PLAIN {cred}", server.Outcomes[0].Mismatch!.Expected);
    }

    [Fact]
    public async Task What_was_captured_and_must_come_again_is_shown_as_it_came()
    {
        await using var server = Stage.Serve("S: 220\nC: EHLO {who:[a-z]+}\nC: NOOP {who}\n");
        using var peer = await RawPeer.ConnectAsync(server.EndPoint);
        await peer.SayAsync("EHLO x\r\nNOOP y\r\n");
        await Stage.UntilAsync(() => server.Outcomes.Count == 1);
        Assert.Equal("C: NOOP x", server.Outcomes[0].Mismatch!.Expected);
    }

    [Fact]
    public async Task What_waits_is_shown_and_nothing_that_was_taken()
    {
        await using var server = Stage.Serve("S: 220\nC: EHLO x\nC: NOOP\n");
        using var peer = await RawPeer.ConnectAsync(server.EndPoint);
        await peer.SayAsync("EHLO x\r\nRSET\r\n");
        await Stage.UntilAsync(() => server.Outcomes.Count == 1);
        Assert.Equal(("C: NOOP", "RSET\\r\\n"), (server.Outcomes[0].Mismatch!.Expected, server.Outcomes[0].Mismatch!.Heard));
    }
}
