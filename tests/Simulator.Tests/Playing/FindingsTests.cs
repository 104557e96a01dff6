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

    [Theory]
    [InlineData("S: 250\nor S: 5xx -> fail \"refused\"", "refused", 1)]
    [InlineData("S: 220\n@after 1m\nS: 550", "it came before 60.000 s had passed", 3)]
    [InlineData("S: 220\n@repeat 1\nC: NOOP\nS: 550\n@end", "more was said than the script expects", 4)]
    public async Task What_came_is_shown_and_the_line_that_was_played(string script, string why, int line)
    {
        const string Came = "550 5.1.1 who\\r\\n";
        const string Says = "550 5.1.1 who\r\n";
        var said = line == 1 ? Says : "220 x\r\n" + Says + (line == 4 ? Says : "");
        var outcome = await Stage.PlayAsync(script, peer => peer.SayAsync(said));
        Assert.Equal((why, Came, line), (outcome.Reason, outcome.Mismatch!.Heard, outcome.Mismatch.Step.At.Number));
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
