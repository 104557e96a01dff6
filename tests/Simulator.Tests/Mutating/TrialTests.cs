using System.Net;
using SmtpSim.Embedding;
using SmtpSim.Mutating;
using SmtpSim.Playing;

namespace SmtpSim.Tests.Mutating;

public sealed class TrialTests
{
    private static readonly Speech Message = Speeches.Of(
        "EHLO x\r\n", "MAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\n", "Subject: x\r\n\r\n.\r\n", "NOOP\r\n", "RSET\r\n",
        "QUIT\r\n");

    [Theory]
    [InlineData("@on NOOP -> S> \"250 1\\r\\n250 2\\r\\n\"", Misdeed.TwoAnswers,
        "one answer more than commands, behind 'NOOP': 250 2")]
    [InlineData("@on NOOP -> @wait 1h", Misdeed.Hang, "no answer to 'NOOP'")]
    [InlineData("@on RSET -> S: 250 a, @read stop", Misdeed.StaysOpen, "the client has ended, this has not, behind 'RSET'")]
    [InlineData("@on NOOP -> S> \"250 fine\\n\"", Misdeed.NoReply,
        "no reply, the line ends in a bare LF, not in CRLF: '250 fine\\n'")]
    [InlineData("@on NOOP -> S: 350 what", Misdeed.NoReply, "no answer to 'NOOP': 350 what")]
    [InlineData("@on NOOP -> S: 999 what", Misdeed.NoReply, "no reply, a code begins with 2 to 5: '999 what'")]
    [InlineData("@on NOOP -> S: 100 what", Misdeed.NoReply, "no reply, a code begins with 2 to 5: '100 what'")]
    [InlineData("@on DATA -> S: 250 what", Misdeed.NoReply, "no answer to 'DATA': 250 what")]
    [InlineData("@on DATA -> @close", Misdeed.Dropped, "closed without 221 or 421 where 'DATA' was to be answered")]
    [InlineData("@on MAIL -> @close", Misdeed.Dropped, "closed without 221 or 421 where 'MAIL FROM:<a@b>' was to be answered")]
    [InlineData("@on RSET -> @close", Misdeed.Dropped, "closed without 221 or 421 where 'RSET' was to be answered")]
    [InlineData("@on RSET -> @reset", Misdeed.Dropped, "closed without 221 or 421 where 'RSET' was to be answered")]
    [InlineData("@on NOOP -> S> \"hello\\r\\n\"", Misdeed.NoReply,
        "no reply, a reply line starts with three digits: 'hello\\r\\n'")]
    [InlineData("@on DATA -> S> \"354 go\\r\\n250 ok\\r\\n\"", Misdeed.MessageCount,
        "accepted before its end had come: '250 ok'")]
    [InlineData("@on * -> S: 500 no", Misdeed.Storm, "4 refusals in one session, the last: '500 no'")]
    public async Task A_misdeed_is_told_and_its_transcript_shows_it_again(string rule, Misdeed misdeed, string text)
    {
        await using var bad = ScriptedServer.Start($"@serve default\n{rule}\n");
        await using var good = ScriptedServer.Start("@serve default\n");
        var speech = misdeed == Misdeed.StaysOpen ? Message.Without(5, 1) : Message;
        using var trial = new Trial(Speeches.Terms(bad.EndPoint, storm: 4, within: IsSilence(misdeed) ? 1500 : 10_000));
        var finding = await trial.RunAsync(speech, CancellationToken.None);
        Assert.Equal(new Finding(misdeed, text), finding);
        var transcript = FindTranscript.Write(finding!, trial.Turns, "seed 1");
        await Assert.ThrowsAsync<ScriptFailedException>(() => ScriptedClient.PlayAsync(bad.EndPoint, transcript, null, Hasty));
        if (misdeed != Misdeed.Storm)
            await ScriptedClient.PlayAsync(good.EndPoint, transcript);
    }

    // However many commands stand in one write: each has the time of its own.
    [Fact]
    public async Task Who_takes_a_while_for_each_reply_does_not_hang()
    {
        await using var server = ScriptedServer.Start("@serve default\n@on NOOP -> @wait 50ms, S: 250 ok\n");
        using var trial = new Trial(Speeches.Terms(server.EndPoint, within: 600));
        Assert.Null(await trial.RunAsync(Speeches.Of(string.Concat(Enumerable.Repeat("NOOP\r\n", 60))), CancellationToken.None));
    }

    [Fact]
    public async Task What_shows_behind_the_end_of_the_client_is_written_so()
    {
        await using var bad = ScriptedServer.Start("S: 220 x\nC: NOOP\nS: 250 ok\n@eof\nS: 250 more\n");
        await using var good = ScriptedServer.Start("@serve default\n");
        using var trial = new Trial(Speeches.Terms(bad.EndPoint));
        var finding = await trial.RunAsync(Speeches.Of("NOOP\r\n"), CancellationToken.None);
        Assert.Equal(Misdeed.TwoAnswers, finding!.Misdeed);
        var transcript = FindTranscript.Write(finding, trial.Turns, "seed 1");
        Assert.EndsWith("@shutdown write\n@eof\n", transcript, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ScriptFailedException>(() => ScriptedClient.PlayAsync(bad.EndPoint, transcript, null, Hasty));
        await ScriptedClient.PlayAsync(good.EndPoint, transcript);
    }

    // A line that is none by the letter is refused by some and waited for by others: both are right.
    [Fact]
    public async Task What_another_server_need_not_say_is_not_expected_of_it()
    {
        await using var bad = ScriptedServer.Start("S: 220 x\nC> \"\\n\\n\"\nS: 500 a\nS: 500 b\nC: NOOP\nS: 250 a\nS: 250 b\n");
        await using var good = ScriptedServer.Start("S: 220 x\nC> \"\\n\\nNOOP\\r\\n\"\nS: 500 what\nC: QUIT\n");
        using var trial = new Trial(Speeches.Terms(bad.EndPoint) with { Settle = TimeSpan.FromMilliseconds(100) });
        var finding = await trial.RunAsync(Speeches.Of("\n\n", "NOOP\r\n"), CancellationToken.None);
        Assert.Equal(Misdeed.TwoAnswers, finding!.Misdeed);
        Assert.Equal([500, 500], trial.Turns[1].Excused);
        await ScriptedClient.PlayAsync(good.EndPoint, FindTranscript.Write(finding, trial.Turns, "seed 1"));
    }

    [Fact]
    public async Task What_is_said_in_front_of_a_reset_is_heard()
    {
        await using var server = ScriptedServer.Start("@on RSET -> S: 421 4.7.0 Enough, @reset\n");
        // More than the system's buffers hold: it is still being said.
        var noise = Speeches.Of("EHLO x\r\n", $"RSET\r\n{new string('x', 16 << 20)}");
        using var trial = new Trial(Speeches.Terms(server.EndPoint));
        Assert.Null(await trial.RunAsync(noise, CancellationToken.None));
    }

    // Of what is said line by line, say.
    [Fact]
    public async Task Behind_many_writes_it_does_not_wait_each_time_whether_more_comes()
    {
        await using var server = ScriptedServer.Start();
        var (settle, clock) = (TimeSpan.FromMilliseconds(1.5), new Timers());
        using var trial = new Trial(Speeches.Terms(server.EndPoint) with { Settle = settle, Clock = clock });
        var speech = new Speech(
            [.. Message.Writes.Take(2), .. Enumerable.Repeat(SmtpSim.Wire.Octets.Of("x\r\n"), 1000), .. Message.Writes.Skip(2)]);
        Assert.Null(await trial.RunAsync(speech, CancellationToken.None));
        Assert.Equal((1, 200), (trial.Accepted, clock.Begun.Count(d => d == settle)));
    }

    private sealed class Timers : TimeProvider
    {
        public System.Collections.Concurrent.ConcurrentQueue<TimeSpan> Begun { get; } = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Begun.Enqueue(dueTime);
            return base.CreateTimer(callback, state, dueTime, period);
        }
    }

    [Fact]
    public async Task A_target_that_behaves_is_let_be()
    {
        await using var server = ScriptedServer.Start();
        using var trial = new Trial(Speeches.Terms(server.EndPoint));
        Assert.Null(await trial.RunAsync(Message, CancellationToken.None));
        Assert.Equal(1, trial.Accepted);
        Assert.Equal([220], trial.Turns[0].Codes);
        Assert.Equal([250, 250, 354], trial.Turns[2].Codes);
    }

    [Theory]
    [InlineData("@on QUIT -> S: 221 bye, @endless every 5ms, S: 250 more")]
    [InlineData("@on NOOP -> @chunk 1 every 50ms, S: 250 {{x*3000}}")]
    [InlineData("@on connect -> @rcvbuf 4096, S: 220 hi, @read stop")]
    public async Task A_target_without_end_is_given_up(string rule)
    {
        await using var server = ScriptedServer.Start($"@serve default\n{rule}\n");
        using var trial = new Trial(Speeches.Terms(server.EndPoint, within: 300));
        var speech = new Speech([.. Message.Writes, SmtpSim.Wire.Octets.Of(new string('x', 8 << 20))]);
        var finding = await trial.RunAsync(speech, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Contains(finding?.Misdeed, new Misdeed?[] { Misdeed.Hang, Misdeed.StaysOpen, Misdeed.TwoAnswers });
    }

    [Fact]
    public async Task A_target_that_is_gone_has_crashed()
    {
        var terms = Speeches.Terms(new IPEndPoint(IPAddress.Loopback, 1));
        using var trial = new Trial(terms);
        Assert.Equal(Misdeed.Crash, (await trial.RunAsync(Message, CancellationToken.None))?.Misdeed);
        Assert.False(await terms.IsAliveAsync(CancellationToken.None));
    }

    private static readonly WalkOptions Hasty = WalkOptions.Default with { ReplyLimit = TimeSpan.FromSeconds(1.5) };

    private static bool IsSilence(Misdeed misdeed) => misdeed is Misdeed.Hang or Misdeed.StaysOpen;
}
