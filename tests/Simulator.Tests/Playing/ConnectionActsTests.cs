using System.Net;
using SmtpSim.Playing;

namespace SmtpSim.Tests.Playing;

public sealed class ConnectionActsTests
{
    private const string Three = "@unordered\nS: 250 a\nS: 250 b\nS: 251\nor S: 252\n@end\nS: 221";

    [Theory]
    [InlineData("250 a,250 b,251,221")]
    [InlineData("252,250 b,250 a,221")]
    public async Task Unordered_lines_come_once_each_in_any_order(string said) => Stage.Passed(await SaidAsync(Three, said));

    [Theory]
    [InlineData("250 a,250 a,251,221", 3, "it is none of the 2 that are still expected here (no line of the reply is 'b')")]
    [InlineData("250 b,252,251,221", 2, "the code is 251, not 250")]
    [InlineData("250 b,252", 2, "the connection was closed instead")]
    public async Task Whatever_else_comes_is_none_of_them(string said, int line, string why) =>
        Stage.Failed(await SaidAsync(Three, said), why, line);

    [Theory]
    [InlineData("@unordered\nS: 250\nor S: 252 -> fail \"refused\"\nS: 251\n@end\nS: 221", "251,252,221", "refused", 2)]
    [InlineData("@unordered\nS: 250\nor S: 252 -> warn \"odd\"\nS: 251\n@end\nS: 221", "252,251,221", "odd", 0)]
    [InlineData("@unordered\n@after 2s\nS: 250\nS: 251\n@end", "251,250", "it came before 2.000 s had passed", 3)]
    [InlineData("@unordered\n@within 50ms\nS: 250\nS: 251\n@end", "251", "nothing that fits came within 50 ms", 3)]
    public async Task Verdicts_and_times_count_in_any_order_too(string script, string said, string why, int line)
    {
        var outcome = await Stage.PlayAsync(script, async peer =>
        {
            await peer.SayAsync(said.Replace(",", "\r\n", StringComparison.Ordinal) + "\r\n");
            await peer.RestAsync();
        });
        if (line > 0)
            Stage.Failed(outcome, why, line);
        else
            Assert.Equal((End.Warned, why), (outcome.End, outcome.Reason));
    }

    [Fact]
    public async Task An_alternative_that_passes_ends_the_script_in_any_order_too() => Stage.Passed(
        await SaidAsync("@unordered\nS: 250\nor S: 252 -> pass\nS: 251\n@end\nS: 221", "252"));

    [Theory]
    [InlineData("@never 5* \nS: 220\nS: 250", "220,250", null, 0)]
    [InlineData("@never 4*\nS: 220\nS: 4xx\nS: 250", "220,450 no,250",
        "a line like '4*' came, which @never in line 1 forbids", 3)]
    [InlineData("S: 4xx\n@never 4*\nS: 220", "450 no,220", null, 0)]
    [InlineData("S: 220\n@never * secret *\nS: 250", "220,250-a secret word,250 b", "a line like '* secret *' came, "
        + "which @never in line 2 forbids", 3)]
    [InlineData("S: 220\n@never * secret *\n@quiet 10s\nor S: 250", "220,421 no secret at all",
        "a line like '* secret *' came, which @never in line 2 forbids", 3)]
    public async Task What_may_never_come_fails_where_it_comes(string script, string said, string? why, int line)
    {
        var outcome = await SaidAsync(script, said);
        if (why is null)
            Stage.Passed(outcome);
        else
            Stage.Failed(outcome, why, line);
    }

    [Theory]
    [InlineData("S: 220\n@never {x:(a+)+}\nS: 250", "220,aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!",
        "@never in line 2: the regular expression runs away: it took longer than a second on this line", 3)]
    [InlineData("S: 220\n@never 250 two  spaces\nS: 250", "220,250 two  spaces",
        "a line like '250 two  spaces' came, which @never in line 2 forbids", 3)]
    public async Task What_may_never_come_is_held_against_all_that_comes(string script, string said, string why, int line) =>
        Stage.Failed(await SaidAsync(script, said), why, line);

    // It may be a password; below, where it is shown, it is starred out.
    [Fact]
    public async Task What_came_is_not_told_in_words()
    {
        await using var server = Stage.Serve("S: 220\n@never AUTH *\nC: NOOP\nS: 250\n");
        await Stage.WalkAsync(server.EndPoint, "S: 220\nC: AUTH PLAIN AHUAcGFzcw==\n@eof\n");
        await Stage.UntilAsync(() => server.Outcomes.Count == 1);
        Stage.Failed(server.Outcomes[0], "a line like 'AUTH *' came, which @never in line 2 forbids", 3);
        Assert.DoesNotContain("AHUA", Assert.Single(server.Outcomes).ToString(), StringComparison.Ordinal);
    }

    // Whatever could have what came: the first that has little time, the one that is to wait only when it is time.
    [Theory]
    [InlineData("@after 1s\nS: 250\nS: 250", null)]
    [InlineData("S: 250\n@after 1s\nS: 250", null)]
    [InlineData("S: 250\n@within 1s\nS: 250", null)]
    [InlineData("@after 1s\nS: 250\nS: 251", "it is none of the 2 that are still expected here")]
    [InlineData("@within 1s\nS: 251\nS: 250", "nothing that fits came within 1.000 s")]
    public async Task In_any_order_times_count_as_what_is_said_does(string list, string? why)
    {
        await using var server = Stage.Serve("C: NOOP\nS: 250 x\n@wait 1500ms\nS: 250 y\nC: QUIT\n");
        var outcome = await Stage.WalkAsync(server.EndPoint, $"C: NOOP\n@unordered\n{list}\n@end\nC: QUIT");
        if (why is null)
            Stage.Passed(outcome);
        else
            Assert.Contains(why, outcome.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("S: 250\n@after 1s\n@eof")]
    [InlineData("S: 251\n@after 1s\nS: 252\nor S: 250 -> pass")]
    public async Task In_any_order_what_is_no_reply_may_come_too_early_too(string list)
    {
        var outcome = await Stage.PlayAsync($"@unordered\n{list}\n@end\n", peer => peer.SayAsync("250 x\r\n"));
        Assert.Equal((End.Failed, "it came before 1.000 s had passed"), (outcome.End, outcome.Reason));
    }

    // A hundred lines that fit each other took seven seconds.
    [Fact]
    public async Task Many_lines_in_any_order_are_no_work()
    {
        var list = string.Concat(Enumerable.Repeat("S: 250 ok *\n", 150));
        var said = string.Join(',', Enumerable.Range(0, 150).Select(i => $"250 ok {i}"));
        var began = System.Diagnostics.Stopwatch.GetTimestamp();
        Stage.Passed(await SaidAsync($"@unordered\n{list}@end\n", said));
        Assert.True(System.Diagnostics.Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Nor_may_it_answer_a_fence() => Stage.Failed(
        await Stage.PlayAsync("S: 220\n@never 250 leak*\n@fence", async peer =>
        {
            await peer.SayAsync("220 x\r\n");
            await peer.LineAsync();
            await peer.SayAsync("250 leak\r\n");
            await peer.RestAsync();
        }),
        "a line like '250 leak*' came, which @never in line 2 forbids",
        3);

    // What two of them could have goes to the one that leaves something for the others.
    [Theory]
    [InlineData("S: 250\nS: 2xx b", "250 b,250 a", true)]
    [InlineData("S: 2xx\nS: 250\nS: 250 c", "250 c,250 b,251 a", true)]
    [InlineData("S: 250 *\nS: 250 *b\nS: 250 ab", "250 ab,250 cb,250 c", true)]
    [InlineData("S: 250\nS: 250\nS: 250\nS: 250 OK", "250 OK,250 OK,250 OK,250 hello", true)]
    [InlineData("S: 250\nS: 250 {id} queued\n@end\n@unordered\nS: 220 {id}", "250 17 queued,250 ok,220 17", true)]
    [InlineData("S: 250 {x} a\nS: 250 one {y}\n@end\n@unordered\nS: 220 {x} {y}", "250 one a,250 two a,220 two a", true)]
    [InlineData("S: 250 {x} a\nS: 250 one {y}\n@end\n@unordered\nS: 220 {x} {y}", "250 one a,250 two a,220 one a", false)]
    [InlineData("S: 250 {x} {y}\nS: 251 {x}\nS: 250 one {z}", "250 one a,250 two b,251 two", true)]
    [InlineData("S: 250 {x} {y}\nS: 251 {x}\nS: 250 one {z}", "251 two,250 one a,250 two b", true)]
    [InlineData("S: 250 {x} {y}\nS: 251 {x}\nS: 250 one {z}", "251 two,250 one a,250 one b", false)]
    [InlineData("S: 250 {x}\nS: 251 {{x}} b\nS: 250 c", "250 c,250 a,251 a b", true)]
    [InlineData("S: 250 {x}\nS: 251 {{x}} b\nS: 250 c", "250 a,251 c b,250 c", false)]
    [InlineData("S: 2xx\nS: 251\nor S: 250 -> fail \"old\"", "250 a,220 b", false)]
    [InlineData("S: 250\nS: 2xx b", "250 b,251 a", false)]
    [InlineData("S: 250\nS: 2xx b", "250 a,250 a", false)]
    public async Task Unordered_lines_fit_where_there_is_an_order_in_which_they_do(string lines, string said, bool fits) =>
        Assert.Equal(fits, (await SaidAsync($"@unordered\n{lines}\n@end\n", said)).IsGood);

    [Theory]
    [InlineData("EHLO x\r\nNOOP\r\n", false)]
    [InlineData("EHLO x\r\n", true)]
    public async Task A_server_minds_what_was_said_before_its_last_line_was_heard(string said, bool passes)
    {
        await using var server = Stage.Serve("S: 220\nC: EHLO x\n@wait 50ms\nS: 250\n");
        using var peer = await RawPeer.ConnectAsync(server.EndPoint);
        await peer.SayAsync(said);
        Assert.StartsWith("220", await peer.LineAsync(), StringComparison.Ordinal);
        await peer.LineAsync();
        // It cannot know that this was all.
        await peer.SayAsync("QUIT\r\n");
        await Stage.UntilAsync(() => server.Outcomes.Count == 1);
        Assert.Equal(passes ? "" : "more was said than the script expects", server.Outcomes[0].Reason);
    }

    [Fact]
    public async Task What_was_said_too_early_and_heard_in_time_is_forgiven()
    {
        await using var server = Stage.Serve("S: 220\nC: EHLO x\n@wait 50ms\nS: 250\nC: NOOP\nS: 250\n@wait 200ms\n");
        using var peer = await RawPeer.ConnectAsync(server.EndPoint);
        await peer.SayAsync("EHLO x\r\nNOOP\r\n");
        for (var i = 0; i < 3; i++)
            await peer.LineAsync();
        await peer.SayAsync("QUIT\r\n");
        await Stage.UntilAsync(() => server.Outcomes.Count == 1);
        Assert.Equal("", server.Outcomes[0].Reason);
    }

    [Fact]
    public async Task A_server_that_offers_PIPELINING_does_not_mind_what_was_said_with_its_last_line()
    {
        await using var server = Stage.Serve("S: 220\nC: EHLO x\nS: 250-x\nS: 250 PIPELINING\nC: MAIL\n@wait 50ms\nS: 550\n");
        using var peer = await RawPeer.ConnectAsync(server.EndPoint);
        await peer.SayAsync("EHLO x\r\n");
        for (var i = 0; i < 3; i++)
            await peer.LineAsync();
        await peer.SayAsync("MAIL\r\nRCPT\r\n");
        await Stage.UntilAsync(() => server.Outcomes.Count == 1);
        Assert.Equal("", server.Outcomes[0].Reason);
    }

    [Fact]
    public async Task A_server_minds_what_is_said_behind_its_last_line_only_where_it_is_forbidden()
    {
        await using var server = Stage.Serve("S: 220\n@never NOOP\nC: EHLO x\n@wait 100ms\nS: 250\n");
        using var peer = await RawPeer.ConnectAsync(server.EndPoint);
        await peer.SayAsync("EHLO x\r\nNOOP\r\n");
        await Stage.UntilAsync(() => server.Outcomes.Count == 1);
        Assert.StartsWith("a line like 'NOOP' came", server.Outcomes[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_comes_from_the_address_it_chooses()
    {
        var from = "";
        Stage.Passed(await Stage.PlayAllAsync("@source 127.0.0.9\nS: 220\n", async listener =>
        {
            using var socket = await listener.AcceptAsync();
            from = ((IPEndPoint)socket.RemoteEndPoint!).Address.ToString();
            await socket.SendAsync("220 hi\r\n"u8.ToArray());
        }));
        Assert.Equal("127.0.0.9", from);
    }

    [Theory]
    [InlineData("192.0.2.1")]
    [InlineData("::1")]
    public async Task An_address_that_is_not_here_is_told(string from)
    {
        await using var server = Stage.Serve("@serve default");
        var outcome = await Stage.WalkAsync(server.EndPoint, $"@source {from}\nS: 220\n");
        Assert.Equal(End.Unreachable, outcome.End);
    }

    [Theory]
    [InlineData("S: 250\nor @eof\nS: 2xx", "250 a", true)]
    [InlineData("S: 250\nor @eof\nS: 2xx a", "250 b", false)]
    [InlineData("S: 250\nor @eof\nS: 250 {x}\nor @eof", "250 a", true)]
    [InlineData("S: 250\nor @eof\nS: 251\nor @eof", "", true)]
    [InlineData("S: 250\nor @eof\nS: 251\n", "", false)]
    public async Task An_end_may_stand_for_one_of_them(string lines, string said, bool fits) => Assert.Equal(
        fits, (await SaidAsync($"S: 220\n@unordered\n{lines}\n@end\n", $"220 x,{said}".TrimEnd(','))).IsGood);

    [Fact]
    public async Task A_silence_comes_in_any_order_too() => Stage.Passed(await Stage.PlayAsync(
        "@unordered\n@quiet 50ms\nS: 250 {x} a\nS: 250 one {y}\n@end", async peer =>
        {
            await peer.SayAsync("250 one a\r\n250 two a\r\n");
            await peer.RestAsync();
        }));

    private static Task<Outcome> SaidAsync(string script, string said) => Stage.PlayAsync(script, async peer =>
    {
        await peer.SayAsync(said.Replace(",", "\r\n", StringComparison.Ordinal) + "\r\n");
        peer.Finish();
        await peer.RestAsync();
    });
}
