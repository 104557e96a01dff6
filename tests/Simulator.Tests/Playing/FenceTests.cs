namespace SmtpSim.Tests.Playing;

public sealed class FenceTests
{
    private const string Script = "S: 220\nC: RSET\nS: 250\n@fence\nC: QUIT\nS: 221\n";

    [Fact]
    public async Task A_fence_is_two_commands_with_different_replies() =>
        Stage.Passed(await AgainstAsync("250 reset\r\n", "250 noop\r\n", "502 unknown\r\n", "221 bye\r\n"));

    [Fact]
    public async Task What_was_said_before_the_fence_fails() => Stage.Failed(
        await AgainstAsync("250 reset\r\n250 extra\r\n"), "more was said than was expected", 4);

    [Theory]
    [InlineData("550 extra\r\n250 noop\r\n", "the code is 550, not 250")]
    [InlineData("250 extra\r\n250 noop\r\n", "more was said than was expected")]
    [InlineData("500 what?\r\n", "the code is 500, not 250")]
    [InlineData("", "the connection was closed instead")]
    public async Task What_else_comes_than_NOOPs_reply_fails(string said, string why) =>
        Stage.Failed(await AgainstAsync("250 reset\r\n", said), why, 4);

    // Says one text behind each command that it hears, then ends.
    private static Task<SmtpSim.Playing.Outcome> AgainstAsync(params string[] replies) => Stage.PlayAsync(Script, async peer =>
    {
        await peer.SayAsync("220 hi\r\n");
        foreach (var reply in replies)
        {
            await peer.LineAsync();
            await peer.SayAsync(reply);
        }
        peer.Finish();
        await peer.RestAsync();
    });

    [Fact]
    public async Task An_extra_reply_in_the_place_of_NOOPs_fails() => Stage.Failed(
        await AgainstAsync("250 reset\r\n", "250 extra\r\n", "250 noop\r\n502 unknown\r\n"), "the code is 250, not 5xx", 4);

    [Fact]
    public async Task A_fence_is_answered_where_the_script_plays_the_server()
    {
        const string script = "S: 220 hi\n@fence\nC: QUIT\nS: 221 bye\n";
        await using var server = Stage.Serve(script);
        Stage.Passed(await Stage.WalkAsync(server.EndPoint, script));
    }
}
