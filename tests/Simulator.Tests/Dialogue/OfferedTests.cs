using SmtpSim.Wire;

namespace SmtpSim.Tests.Dialogue;

/// <summary>What <c>@if cap</c> goes by, however EHLO and its reply came.</summary>
public sealed class OfferedTests
{
    private const string Asks = "@if cap SIZE\nC: NOOP\n@else\nC: RSET\n@end\nS: 250\n";
    private const string Server = "@serve default caps SIZE\n";
    private const string Mail = "C: MAIL FROM:<>\nS: 250\nC: RCPT TO:<a@b>\nS: 250\nC: DATA\nS: 354\n";

    [Theory]
    [InlineData(Server, "C: EHLO x\nS: 250\n", "NOOP")]
    [InlineData(Server, "@chunk 1\nC: EHLO x\nS: 250\n", "NOOP")]
    [InlineData(Server, "C: RSET\nC+ ehlo x\nS: 250\nS: 250\n", "NOOP")]
    [InlineData(Server + "@on EHLO -> @chunk 3, S: 250-x, S+ 250 SIZE", "C: EHLO x\nS: 250\n", "NOOP")]
    [InlineData(Server, "C: EHLO x\nS: 250\n" + Mail + "@body <<E\nEHLO x\nE\nS: 250\n", "NOOP")]
    [InlineData(Server + "@on EHLO times 2..2 -> S: 250 x", "C: EHLO x\nS: 250\nC: EHLO x\nS: 250\n", "RSET")]
    [InlineData(Server + "@on EHLO times 2..2 -> S: 550 x", "C: EHLO x\nS: 250\nC: EHLO x\nS: 550\n", "RSET")]
    [InlineData(Server, "C: HELO x\nS: 250\n", "RSET")]
    [InlineData(Server + "@on MAIL -> S: 250-ok, S+ 250 fine", "C: EHLO x\nS: 250\nC: MAIL FROM:<>\nS: 250\n", "NOOP")]
    [InlineData(Server + "@on MAIL -> S: 250-ok, S+ 250 SIZE\n@on EHLO -> S: 250 x",
        "C: EHLO x\nS: 250\nC: MAIL FROM:<>\nS: 250\n", "RSET")]
    [InlineData("@serve default caps SIZE, AUTH PLAIN\n",
        "C: EHLO x\nS: 250\nC: AUTH PLAIN AHgAeQ==\nC+ EHLO x\nS: 235\nS: 250\n", "NOOP")]
    public async Task The_last_reply_to_EHLO_says_what_is_offered(string rules, string script, string said)
    {
        await using var server = Stage.Serve(rules);
        var outcome = await Stage.WalkAsync(server.EndPoint, "S: 220\n" + script + Asks);
        Stage.Passed(outcome);
        Assert.Equal($"{said}\r\n", outcome.Log.Entries.Last(e => e.What == Happening.Said).Octets.Text);
    }

    [Fact]
    public async Task The_greeting_is_no_reply_to_an_EHLO_that_came_too_early()
    {
        await using var server = Stage.Serve("C: EHLO x\nS: 220 late\nS: 250-x\nS+ 250 SIZE\nC: NOOP\nS: 250\n");
        Stage.Passed(await Stage.WalkAsync(server.EndPoint, "C: EHLO x\nS: 220\nS: 250\n" + Asks));
    }

    [Fact]
    public async Task Each_connection_has_its_own()
    {
        await using var server = Stage.Serve("S: 220\nC: {verb} x\nS: 250-x\nS+ 250 SIZE\n@if cap SIZE\nS: 421 bye\n@end\n");
        Stage.Passed(await Stage.WalkAsync(server.EndPoint, "S: 220\nC: EHLO x\nS: 250\nS: 421\n"));
        Stage.Passed(await Stage.WalkAsync(server.EndPoint, "S: 220\nC: HELO x\nS: 250\n@eof\n"));
    }

    [Fact]
    public async Task A_server_knows_what_it_has_offered_too()
    {
        await using var server = Stage.Serve("S: 220\nC: EHLO x\nS: 250-x\nS+ 250 SIZE\n@if cap SIZE\nS: 421 bye\n@end\n");
        Stage.Passed(await Stage.WalkAsync(server.EndPoint, "S: 220\n@split 3,rest\nC: EHLO x\nS: 250\nS: 421\n"));
    }
}
