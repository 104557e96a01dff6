using System.Diagnostics;
using SmtpSim.Playing;

namespace SmtpSim.Tests.Playing;

public sealed class ListenerTests
{
    [Fact]
    public async Task A_reply_may_come_in_pieces() => Stage.Passed(await BetweenAsync(
        "@split 2,2,2,2,rest\nS> \"250-a\\r\\n250 b\\r\\n\"\n@wait 10ms\nS> \"250 \"\n@wait 10ms\nS> \"c\\r\\n\"\n",
        "S: 250\nS: 250\n@eof"));

    [Theory]
    [InlineData("@within 150ms\nS: 220", "nothing that fits came within 150 ms", 2)]
    [InlineData("@within 150ms\nS> \"abc\"", "nothing that fits came within 150 ms", 2)]
    [InlineData("@within 150ms\n@eof", "nothing that fits came within 150 ms", 2)]
    public async Task What_does_not_come_in_time_fails(string script, string why, int line)
    {
        var watch = Stopwatch.StartNew();
        Stage.Failed(await Stage.PlayAsync(script, peer => peer.RestAsync()), why, line);
        Assert.InRange(watch.ElapsedMilliseconds, 140, 4000);
    }

    [Theory]
    [InlineData("@after 200ms\nS: 220", 0, "it came before 200 ms had passed")]
    [InlineData("@after 100ms\nS: 220", 250, "")]
    [InlineData("@after 100ms\n@within 4s\nS: 220", 250, "")]
    public async Task What_comes_too_early_fails(string script, int delay, string why)
    {
        var outcome = await BetweenAsync($"@wait {delay}ms\nS: 220 hi\n", script);
        Assert.Equal(why, outcome.Reason);
    }

    [Theory]
    [InlineData("S: 220", "2", "more than 1048576 octets came, and not the end of what is expected")]
    [InlineData("S: 220", "220-x\r\n", "more than 1048576 octets came, and not the end of what is expected")]
    public async Task What_has_no_end_is_not_waited_for(string script, string piece, string why) => Stage.Failed(
        await Stage.PlayAsync(script, async peer =>
        {
            var megabyte = string.Concat(Enumerable.Repeat(piece, (1 << 20) / piece.Length + 1));
            await peer.SayAsync(megabyte);
            await Assert.ThrowsAnyAsync<Exception>(async () =>
            {
                for (var i = 0; i < 64; i++)
                    await peer.SayAsync(megabyte);
            });
        }),
        why,
        1);

    [Fact]
    public async Task A_time_bounds_the_next_expectation_only() => Stage.Passed(
        await BetweenAsync("S: 220 a\n@wait 1200ms\nS: 250 b\n", "@within 1s\nS: 220\nS: 250"));

    /// <summary>What a client makes of what a server says, pauses included.</summary>
    private static async Task<Outcome> BetweenAsync(string serverScript, string clientScript)
    {
        await using var server = Stage.Serve(serverScript);
        return await Stage.WalkAsync(server.EndPoint, clientScript);
    }

    [Fact]
    public async Task An_optional_reply_is_not_waited_for_long()
    {
        var watch = Stopwatch.StartNew();
        Stage.Passed(await Stage.PlayAsync("S? 220\nC: x", async peer => Assert.Equal("x\r\n", await peer.RestAsync())));
        Assert.InRange(watch.ElapsedMilliseconds, 150, 3000);
    }

    [Theory]
    [InlineData("@quiet 200ms\nor S: 250 -> fail \"it spoke\"", "250 x\r\n", "it spoke")]
    [InlineData("@quiet 200ms\nor S: 250 -> fail \"it spoke\"", "", "")]
    [InlineData("S: 250\nor @quiet 200ms -> warn \"silent\"", "", "silent")]
    [InlineData("S: 250\nor @quiet 200ms -> warn \"silent\"", "250 x\r\n", "")]
    [InlineData("S: 220\nor S: 250 one\nor S: 250 -> fail \"two\"", "250 one\r\n", "")]
    [InlineData("S: 220\nor S: 250 one\nor S: 250 -> fail \"two\"", "250 two\r\n", "two")]
    public async Task The_first_alternative_that_fits_counts(string script, string said, string reason)
    {
        var outcome = await Stage.PlayAsync(script, async peer =>
        {
            await peer.SayAsync(said);
            await peer.RestAsync();
        });
        Assert.Equal(reason, outcome.Reason);
    }

    [Fact]
    public async Task A_silence_may_be_longer_than_a_reply_is_waited_for()
    {
        var options = Stage.Options with { ReplyLimit = TimeSpan.FromMilliseconds(50) };
        Stage.Passed(await Stage.PlayAsync("@quiet 200ms", peer => peer.RestAsync(), null, options));
    }

    [Fact]
    public async Task An_end_while_several_things_may_come_is_told_by_the_first() => Stage.Failed(
        await Stage.PlayAsync("S: 220\nor @rst", _ => Task.CompletedTask), "the connection was closed instead", 1);
}
