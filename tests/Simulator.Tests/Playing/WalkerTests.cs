using SmtpSim.Messages;
using SmtpSim.Playing;
using SmtpSim.Transcripts;

namespace SmtpSim.Tests.Playing;

public sealed class WalkerTests
{
    [Theory]
    [InlineData("S: 220", "220 hi\r\n")]
    [InlineData("S: 250", "250-a\r\n250-b\r\n250 c\r\n")]
    [InlineData("S: 250-a\nS: 250-b\nS: 250 c", "250-a\r\n250-b\r\n250 c\r\n")]
    [InlineData("S: 250 has SIZE lacks VRFY", "250-x\r\n250 SIZE\r\n")]
    [InlineData("S: 550 5.x.x", "550 5.7.1 no\r\n")]
    [InlineData("S= 250 *", "250 *\r\n")]
    [InlineData("S~ ^2[0-9]{2} ", "250 x\r\n")]
    [InlineData("S> \"250 \\0\\xff\\r\\n\"", "250 \0\u00ff\r\n")]
    [InlineData("S> \"25\"\nS> \"0\"\nS: x", "250x\r\n")]
    [InlineData("S? 220\nS: 250", "250 x\r\n")]
    [InlineData("S? 220\nS: 250", "220 hi\r\n250 x\r\n")]
    [InlineData("S: 220 {x1}\n@for v in {{x1}},{{x1*2}}\nS: 250 {{v}}\n@end",
        "220 a,b\r\n250 a\r\n250 b\r\n250 a\r\n250 ba\r\n250 b\r\n")]
    [InlineData("S: 220 {v}\n@for v in 1,2\nS: 250 {{v}}\n@end\nS: 221 {v}", "220 a\r\n250 1\r\n250 2\r\n221 a\r\n")]
    [InlineData("S: {code:\\d{3}} *\nS: {code} b", "250 a\r\n250 b\r\n")]
    [InlineData("S: 220 {host}\nS~ ^250 {{host}}$", "220 a+b\r\n250 a+b\r\n")]
    [InlineData("S: 250-queued {id}\nS: 250 {id}\nS= 251 {{id}}", "250-queued 7\r\n250 7\r\n251 7\r\n")]
    [InlineData("S: 220\n@quiet 100ms", "220 hi\r\n")]
    [InlineData("S: 220\nor S: 421", "421 no\r\n")]
    [InlineData("@repeat 3\nS: 250\n@end", "250 a\r\n250 b\r\n250 c\r\n")]
    [InlineData("@repeat 2\n@repeat 2\nS: 250\n@end\n@end", "250 a\r\n250 b\r\n250 c\r\n250 d\r\n")]
    public async Task A_client_takes_what_its_script_expects(string script, string said) => Stage.Passed(
        await Stage.PlayAsync(script, async peer =>
        {
            await peer.SayAsync(said);
            await peer.RestAsync();
        }));

    [Theory]
    [InlineData("S: 220", "554 no\r\n", "the code is 554, not 220", 1)]
    [InlineData("S: 220", "220 hi\n", "the line ends in a bare LF, not in CRLF", 1)]
    [InlineData("S: 220\n\nS: 250", "220 a\r\n450 b\r\n", "the code is 450, not 250", 3)]
    [InlineData("S= 250 *", "250 x\r\n", "the line is another", 1)]
    [InlineData("S~ ^3", "250 x\r\n", "the line is another", 1)]
    [InlineData("S> \"250\"", "251\r\n", "octet 3 is another", 1)]
    [InlineData("S: 220", "", "the connection was closed instead", 1)]
    [InlineData("@eof", "x", "something was said instead", 1)]
    [InlineData("@rst", "", "the connection was closed instead", 1)]
    [InlineData("@quiet 200ms", "x", "something was said", 1)]
    [InlineData("@quiet 200ms", "", "the connection was closed instead", 1)]
    [InlineData("S: 220", "220 a\r\n220 b\r\n", "more was said than the script expects", 1)]
    [InlineData("S: 220\n@wait 1ms", "220 a\r\nx", "more was said than the script expects", 2)]
    [InlineData("S? 220\nS: 250", "421 x\r\n", "the code is 421, not 250", 2)]
    [InlineData("S: 250-{x}\nS: 250 {x}", "250-1\r\n250 2\r\n", "the line is another", 2)]
    [InlineData("@repeat 3\nS: 250\n@end", "250 a\r\n250 b\r\n", "the connection was closed instead", 2)]
    public async Task Anything_else_fails_and_says_why(string script, string said, string why, int line) => Stage.Failed(
        await Stage.PlayAsync(script, async peer =>
        {
            await peer.SayAsync(said);
            peer.Finish();
            await peer.RestAsync();
        }),
        why,
        line);

    [Theory]
    [InlineData("-> pass", End.Passed, "")]
    [InlineData("-> warn \"lenient\"", End.Warned, "lenient")]
    [InlineData("-> fail \"wrong\"", End.Failed, "wrong")]
    public async Task A_ruling_ends_the_case_there(string ruling, End end, string reason)
    {
        var outcome = await Stage.PlayAsync($"@repeat 5\nS: 250\nor S: 5xx {ruling}\n@end\nC: never", async peer =>
        {
            await peer.SayAsync("250 a\r\n550 b\r\nand more");
            Assert.Equal("", await peer.RestAsync());
        });
        Assert.Equal((end, reason), (outcome.End, outcome.Reason));
        Assert.Equal(end != End.Failed, outcome.IsGood);
    }

    // What is no UTF-8 is not what looks like it in another alphabet, and goes out as it came.
    [Theory]
    [InlineData("S= 250 gr\u00fc\u00df", "250 gr\u00fc\u00df\r\n", "the line is another")]
    [InlineData("S= 250 gr\u00fc\u00df", "250 gr\u00c3\u00bc\u00c3\u009f\r\n", null)]
    [InlineData("S: 250 {a}\nS: 250 {a}", "250 \u00ff\r\n250 \u00c3\u00bf\r\n", "no line of the reply is")]
    [InlineData("S: 250 {a}\nS> \"250 {{a}}\\r\\n\"", "250 \u00ff\u00c3\u00bf\r\n250 \u00ff\u00c3\u00bf\r\n", null)]
    public async Task Octets_that_are_no_UTF_8_stay_what_they_are(string script, string octets, string? why)
    {
        var outcome = await Stage.PlayAsync(script, peer => peer.SayAsync(octets));
        if (why is null)
            Stage.Passed(outcome);
        else
            Assert.Contains(why, outcome.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_captured_goes_out_as_it_came() => Stage.Passed(await Stage.PlayAsync(
        "S: 250 {a}\nC: NOOP {{a}}", async peer =>
        {
            await peer.SayAsync("250 \u00fcx\r\n");
            Assert.Equal("NOOP \u00fcx\r\n", await peer.LineAsync());
        }));

    [Fact]
    public async Task A_failure_tells_what_was_expected_and_heard()
    {
        var outcome = await Stage.PlayAsync(
            "S: 250 {{host}}\nor S: 251\nor S: 5xx -> fail \"x\"\nor @eof",
            async peer =>
            {
                await peer.SayAsync("450 \0\r\n");
                await peer.RestAsync();
            },
            new Variables([new("host", "h.example")]));
        Assert.Equal("S: 250 h.example or S: 251 or @eof", outcome.Mismatch!.Expected);
        Assert.Equal(@"450 \0\r\n", outcome.Mismatch.Heard);
        Assert.Equal("1", outcome.Mismatch.Connection);
    }

    [Fact]
    public async Task A_value_that_nobody_knows_is_missing()
    {
        var outcome = await Stage.PlayAsync("C: {{rcpt}}", async peer => Assert.Equal("", await peer.RestAsync()));
        Assert.Equal((End.Missing, "rcpt"), (outcome.End, outcome.Reason));
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_unreachable()
    {
        using var deaf = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp);
        deaf.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 0));
        Assert.Equal(End.Unreachable, (await Stage.WalkAsync(deaf.LocalEndPoint!, "S: 220")).End);
    }

    [Theory]
    [InlineData("timeout: 300ms\n\nS: 220")]
    [InlineData("timeout: 300ms\n\n@wait 1h")]
    [InlineData("timeout: 300ms\n\n@repeat 999999999\n@quiet 10ms\n@end")]
    public async Task The_headers_time_limit_ends_any_script(string script)
    {
        var outcome = await Stage.PlayAllAsync(script, _ => Task.CompletedTask);
        Assert.Matches("^the whole script took longer than (0|300) ms; the header 'timeout:' gives it more$", outcome.Reason);
    }

    [Fact]
    public async Task A_reset_is_expected_as_such() => Stage.Passed(await Stage.PlayAsync("S: 220\nC: NOOP\n@rst", async peer =>
    {
        await peer.SayAsync("220 hi\r\n");
        await peer.LineAsync();
        peer.Reset();
    }));

    [Fact]
    public async Task A_script_may_talk_on_several_connections() => Stage.Passed(await Stage.PlayAllAsync(
        "S: 220 one\nS2: 220 two\nC[b]: third\nC: first\nC2: second\n@close on 2\n@eof on b",
        async listener =>
        {
            using var one = new RawPeer(await listener.AcceptAsync());
            await one.SayAsync("220 one\r\n");
            using var two = new RawPeer(await listener.AcceptAsync());
            await two.SayAsync("220 two\r\n");
            using var three = new RawPeer(await listener.AcceptAsync());
            Assert.Equal("third\r\n", await three.LineAsync());
            Assert.Equal("first\r\n", await one.LineAsync());
            Assert.Equal("second\r\n", await two.RestAsync());
        }));

    [Fact]
    public async Task A_cancelled_walk_is_unfinished()
    {
        using var stop = new CancellationTokenSource(100);
        var log = new SmtpSim.Wire.SessionLog(TimeProvider.System);
        await using var peers = new DialledPeers(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 9), log);
        var script = ScriptCompiler.Compile(Stage.Source("@wait 1h"), Role.Client);
        var outcome = await new Walker(script, peers, log, new Variables(), Stage.Options).WalkAsync(stop.Token);
        Assert.Equal((End.Unfinished, "stopped before its last line"), (outcome.End, outcome.Reason));
    }

    [Theory]
    [InlineData("S~ ^(a+)+$")]
    [InlineData("S: {n:(}")]
    [InlineData("S: {n:(a+)+}c")]
    [InlineData("S: {{a*-1}}")]
    [InlineData("@wait 2000h")]
    [InlineData("timeout: 9999h\n\nS: 220")]
    public async Task A_walk_never_throws(string script)
    {
        try
        {
            var outcome = await Stage.PlayAsync(script, async peer =>
            {
                await peer.SayAsync(new string('a', 40) + "b\r\n");
                await peer.RestAsync();
            });
            Assert.False(outcome.IsGood);
        }
        catch (UnusableFileException)
        {
            // Found before the first octet: as good.
        }
    }

    [Fact]
    public async Task An_expectation_behind_ones_own_close_can_be_cancelled()
    {
        var options = Stage.Options with { CaseLimit = TimeSpan.FromSeconds(3) };
        var server = Stage.Serve("timeout: 500ms\n\n@close\nC: never", null, options);
        using var peer = await RawPeer.ConnectAsync(server.EndPoint);
        Assert.Equal("", await peer.RestAsync());
        var watch = System.Diagnostics.Stopwatch.StartNew();
        await server.DisposeAsync();
        Assert.InRange(watch.ElapsedMilliseconds, 0, 1500);
    }

    [Fact]
    public async Task What_waits_unread_behind_the_last_line_fails()
    {
        const string script = "S: 220\nC: NOOP\nS> \"2\"\n@mail count 0 within 300ms\n";
        var outcome = await Stage.PlayAsync(
            script,
            async peer =>
            {
                await peer.SayAsync("220 hi\r\n");
                await peer.LineAsync();
                await peer.SayAsync("2");
                await peer.SayAsync("50 ok\r\n");
                await peer.RestAsync();
            },
            null,
            Stage.Options with { Mail = new MailStore(TimeProvider.System) });
        Stage.Failed(outcome, "more was said than the script expects", 4);
    }

    // It may come in time or not: a verdict that hangs on that is none.
    [Theory]
    [InlineData("S: 220\nC: NOOP\n@mail count 0 within 300ms\n", true)]
    [InlineData("S: 220\nC: NOOP\n@never 250 ok\n@mail count 0 within 300ms\n", false)]
    [InlineData("S: 220\nC: NOOP\nS: 250\n@mail count 0 within 300ms\n", false)]
    public async Task What_answers_the_last_word_is_judged_only_where_it_is_forbidden(string script, bool passes)
    {
        var outcome = await Stage.PlayAsync(
            script,
            async peer =>
            {
                await peer.SayAsync("220 hi\r\n");
                await peer.LineAsync();
                await peer.SayAsync("250 ok\r\n250 more\r\n");
                await peer.RestAsync();
            },
            null,
            Stage.Options with { Mail = new MailStore(TimeProvider.System) });
        Assert.Equal(passes, outcome.IsGood);
    }

    [Fact]
    public async Task A_reset_right_behind_the_accept_is_a_reset()
    {
        for (var i = 0; i < 20; i++)
        {
            Stage.Passed(await Stage.PlayAllAsync("@rst\n", async listener =>
            {
                var socket = await listener.AcceptAsync();
                socket.LingerState = new System.Net.Sockets.LingerOption(true, 0);
                socket.Dispose();
            }));
        }
    }

    [Fact]
    public async Task A_block_is_played_for_each_value() => Stage.Passed(await Stage.PlayAsync(
        "@for code in 450,451\nC: give {{code}}\nS: {{code}} *\n@end\n",
        async peer =>
        {
            Assert.Equal("give 450\r\n", await peer.LineAsync());
            await peer.SayAsync("450 a\r\n");
            Assert.Equal("give 451\r\n", await peer.LineAsync());
            await peer.SayAsync("451 b\r\n");
        }));

    // Seen from the other side: the system's own count of segments, and the time it took.
    [Fact]
    public async Task A_rate_is_kept_on_the_wire()
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        Stage.Passed(await Stage.PlayAsync("@rate 100B/s\nC: 12345678901234567890123456789\n", async peer =>
        {
            Assert.Equal(31, (await peer.LineAsync()).Length);
            Assert.True(peer.Segments() is null or >= 7, $"{peer.Segments()} segments");
        }));
        Assert.InRange(watch.ElapsedMilliseconds, 290, 5000);
    }

    // The first segment has the window already, and it is not taken back.
    [Theory]
    [InlineData("@rcvbuf 2048\nC: x\n", 4608)]
    [InlineData("C: x\n", int.MaxValue)]
    public async Task A_small_window_is_small_from_the_first_segment_on(string script, int most)
    {
        var offered = 0;
        Stage.Passed(await Stage.PlayAsync(script, async peer =>
        {
            offered = peer.Window() ?? 1;
            Assert.Equal("x\r\n", await peer.LineAsync());
        }));
        Assert.InRange(offered, 1, most);
        Assert.True(most < int.MaxValue || offered is 1 or > 16_000, $"usually {offered}");
    }

    [Theory]
    [InlineData("timeout: 0s\n\nS: 220")]
    [InlineData("timeout: 300ms\n\n@repeat 999999999\n@end\nS: 220")]
    public async Task No_time_at_all_is_time_enough_to_fail(string script)
    {
        var outcome = await Stage.PlayAllAsync(script, _ => Task.CompletedTask);
        Assert.Matches("^the whole script took longer than (0|300) ms; the header 'timeout:' gives it more$", outcome.Reason);
    }

    [Fact]
    public async Task Who_stops_reading_hears_no_end() => Stage.Failed(
        await Stage.PlayAsync("S: 220\n@shutdown read\n@eof", async peer =>
        {
            await peer.SayAsync("220 hi\r\n");
            await peer.RestAsync();
        }),
        "this side has closed the connection or stopped reading, so that nothing more is heard",
        3);

    [Theory]
    [InlineData("250-x\r\n250-SIZE 10\r\n250 HELP\r\n", "yes\r\n")]
    [InlineData("250-x\r\n250-XSIZE\r\n250 HELP SIZE\r\n", "no\r\n")]
    [InlineData("250 SIZE\r\n", "no\r\n")]
    public async Task What_EHLO_offered_decides(string reply, string said) => Stage.Passed(await Stage.PlayAsync(
        "C: EHLO x\nS: 250\n@if cap size\nC: yes\n@else\nC: no\n@end\n",
        async peer =>
        {
            await peer.LineAsync();
            await peer.SayAsync(reply);
            Assert.Equal(said, await peer.LineAsync());
        }));

    [Fact]
    public async Task What_a_server_offered_decides_for_it_too()
    {
        const string script = "C: EHLO x\nS: 250-a\nS: 250 SIZE\n@if cap SIZE\nC: yes\n@end\nS: 250 fine\n";
        await using var server = Stage.Serve(script);
        Stage.Passed(await Stage.WalkAsync(server.EndPoint, script));
    }

    [Fact]
    public async Task Nothing_is_heard_while_reading_is_stopped() => Stage.Failed(
        await Stage.PlayAsync("@read stop\nS: 220", peer => peer.SayAsync("220 hi\r\n")),
        "this side has closed the connection or stopped reading, so that nothing more is heard",
        2);
}
