using SmtpSim.Comparing;

namespace SmtpSim.Tests.Comparing;

[Trait("Rows", "SM-10")]
public sealed class NearMissTests
{
    [Theory]
    [InlineData("C: RCPT TO:<a@b>", "rcpt to:<a@b>", "only capitals differ")]
    [InlineData("C: RCPT TO:<a@b>", "RCPT TO: <a@b>", "only white space differs")]
    [InlineData("C: RCPT TO:<a@b>", "RCPT TO:<a@c>", "they part at character 12: 'b' was expected, 'c' came")]
    [InlineData("C: RCPT TO:<a@b>", "RCPT TO:<a@b> NOTIFY=NEVER", "they part at character 14: the end was expected, ' ' came")]
    [InlineData("C: RCPT TO:<a@b>", "QUIT", null)]
    [InlineData("C~ ^RCPT", "QUIT", null)]
    public async Task How_near_a_line_was_is_told(string expected, string said, string? told)
    {
        await using var server = Stage.Serve($"S: 220\n{expected}\n");
        using var peer = await RawPeer.ConnectAsync(server.EndPoint);
        await peer.SayAsync(said + "\r\n");
        await Stage.UntilAsync(() => server.Outcomes.Count == 1);
        var shown = SideBySide.Show(server.Outcomes[0], "t.smtp").ToList();
        Assert.Equal(told ?? "", shown[shown.FindIndex(l => l.StartsWith("because", StringComparison.Ordinal)) + 1]);
    }

    [Fact]
    public async Task Rules_that_nearly_answered_are_noted()
    {
        await using var server = Stage.Serve(
            "@serve default\n@on VRFY <a@*> tls state mail -> S: 550 a\n@on VRFY tls -> S: 550 tls\n"
                + "@on VRFY times 9..9 -> S: 550 never\n@on RCPT -> S: 550\n",
            null,
            Stage.Options with { Explains = true });
        using var peer = await RawPeer.ConnectAsync(server.EndPoint);
        await peer.LineAsync();
        await peer.AskAsync("VRFY <b@c>");
        Assert.Equal(
            [
                "rule 1 (line 2) fits all but the state and TLS and the address", "rule 2 (line 3) fits all but TLS",
                "rule 3 (line 4) fits all but its turn: times, rate or chance",
            ],
            server.Log.Entries.Where(e => e.Text.StartsWith("rule", StringComparison.Ordinal)).Select(e => e.Text));
    }

    // To explain is to look, not to act: what does not fit at connecting is none, and a pattern that runs away ends nothing.
    [Fact]
    public async Task Explaining_changes_no_session()
    {
        await using var server = Stage.Serve(
            "@serve default\n@on * times 9..9 -> S: 550 never\n@on VRFY <{x:(a+)+b}> state mail -> S: 550 x\n",
            null,
            Stage.Options with { Explains = true });
        using var peer = await RawPeer.ConnectAsync(server.EndPoint);
        await peer.LineAsync();
        Assert.DoesNotContain(server.Log.Entries, e => e.Text.StartsWith("rule", StringComparison.Ordinal));
        Assert.StartsWith("25", await peer.AskAsync($"VRFY <{new string('a', 40)}>"), StringComparison.Ordinal);
        Assert.Contains(
            "rule 2 (line 3) fits all but the state and perhaps its pattern, which was not tried",
            server.Log.Entries.Select(e => e.Text));
    }
}
