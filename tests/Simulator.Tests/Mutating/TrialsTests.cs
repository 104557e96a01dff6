using SmtpSim.Embedding;
using SmtpSim.Messages;
using SmtpSim.Mutating;

namespace SmtpSim.Tests.Mutating;

[Trait("Rows", "SM-13")]
public sealed class TrialsTests
{
    private static readonly Speech Valid = Speeches.Of(
        "EHLO client.example\r\n", "MAIL FROM:<a@b>\r\n", "RCPT TO:<c@d>\r\n", "DATA\r\n", "Subject: x\r\n\r\n.\r\n", "QUIT\r\n");

    private static void Pass(MailStore nextHop) =>
        nextHop.Add(new Envelope("FROM:<a@b>", ["TO:<c@d>"]), new SmtpSim.Wire.OctetBuffer(), TimeSpan.Zero);

    [Fact]
    public async Task Mail_that_is_accepted_and_not_passed_on_is_a_misdeed()
    {
        await using var server = ScriptedServer.Start();
        var trials = new Trials(Speeches.Terms(server.EndPoint, within: 500), new MailStore(TimeProvider.System));
        var found = await trials.TryAsync(Valid, CancellationToken.None);
        Assert.Equal(
            new Finding(Misdeed.Lost, "passed on within 500 ms: '0', accepted: '1'"), found?.Finding);
    }

    // Every so many messages, say.
    [Fact]
    public async Task What_is_lost_is_lost_though_the_next_is_not()
    {
        var nextHop = new MailStore(TimeProvider.System);
        await using var server = ScriptedServer.Start();
        var trying = new Trials(Speeches.Terms(server.EndPoint, within: 500), nextHop).TryAsync(Valid, CancellationToken.None);
        await server.WaitForMailAsync(2);
        Pass(nextHop);
        Assert.Equal(Misdeed.Lost, (await trying)?.Finding.Misdeed);
    }

    // Nothing comes in front of it; then the message, and a copy when the session is over.
    [Fact]
    public async Task At_rest_a_copy_is_waited_for()
    {
        MailStore? nextHop = null;
        nextHop = new MailStore(new Waits(wait =>
        {
            if (wait is 2 or 3)
                Pass(nextHop!);
        }));
        await using var server = ScriptedServer.Start();
        var trials = new Trials(Speeches.Terms(server.EndPoint, within: 5000), nextHop);
        var shown = await trials.AtRestAsync(Valid, CancellationToken.None);
        Assert.Equal(new Finding(Misdeed.Surplus, "passed on within 5.000 s: '2', accepted: '1'"), shown?.Finding);
    }

    // A copy that comes when a session was judged, and before the next one has begun.
    [Fact]
    public async Task What_comes_between_two_sessions_is_one_too_many()
    {
        MailStore? nextHop = null;
        nextHop = new MailStore(new Waits(wait =>
        {
            if (wait == 1)
                Pass(nextHop!);
        }));
        await using var server = ScriptedServer.Start();
        var trials = new Trials(Speeches.Terms(server.EndPoint, within: 5000), nextHop);
        Assert.Null(await trials.TryAsync(Valid, CancellationToken.None));
        Pass(nextHop);
        Assert.Null(await trials.TryAsync(Speeches.Of("EHLO a\r\n", "QUIT\r\n"), CancellationToken.None));
        Assert.True(trials.HasSurplus);
        // It does not stand for what the next session has sent.
        Assert.Null(await trials.TryAsync(Speeches.Of("EHLO a\r\n", "QUIT\r\n"), CancellationToken.None));
        Assert.False(trials.HasSurplus);
        Pass(nextHop);
        Assert.Equal(Misdeed.Lost, (await trials.TryAsync(Valid, CancellationToken.None))?.Finding.Misdeed);
    }

    /// <summary>Tells which wait begins, counted from 1; each is over twenty times as soon.</summary>
    private sealed class Waits(Action<int> begins) : TimeProvider
    {
        private int _count;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            begins(++_count);
            return base.CreateTimer(callback, state, dueTime / 20, period);
        }
    }

    // Behind a session of which nobody can say what it has accepted: whoever says 221 to VRFY has taken it for another.
    [Fact]
    public async Task Mail_of_a_session_before_is_not_laid_to_the_next_one()
    {
        var nextHop = new MailStore(TimeProvider.System);
        await using var server = ScriptedServer.Start("@serve default\n@on VRFY -> S: 221 bye, @close\n");
        var trials = new Trials(Speeches.Terms(server.EndPoint, within: 200), nextHop);
        // How much it had sent is known of this one, and not of the next.
        Assert.Null(await trials.TryAsync(Speeches.Of("EHLO a\r\n", "QUIT\r\n"), CancellationToken.None));
        Assert.Null(await trials.TryAsync(Speeches.Of("EHLO a\r\n", "VRFY x\r\n"), CancellationToken.None));
        Pass(nextHop);
        Assert.Null(await trials.TryAsync(Speeches.Of("EHLO a\r\n", "VRFY x\r\n"), CancellationToken.None));
        Assert.False(trials.HasSurplus);
        var next = trials.TryAsync(Speeches.Of("EHLO a\r\n", "NOOP\r\n", "QUIT\r\n"), CancellationToken.None);
        Pass(nextHop);
        Assert.Null(await next);
    }

    [Fact]
    public async Task An_answer_too_many_that_comes_late_is_not_taken_for_that_to_the_next_command()
    {
        await using var server = ScriptedServer.Start(
            "@serve default\n@on NOOP -> S: 250 one, @wait 100ms, S: 250 two\n");
        var trials = new Trials(Speeches.Terms(server.EndPoint, settle: 3000), null);
        var found = await trials.TryAsync(Speeches.Of("NOOP\r\n", "DATA\r\n"), CancellationToken.None);
        Assert.Equal(
            new Finding(Misdeed.TwoAnswers, "one answer more than commands, behind 'NOOP': 250 two"), found?.Finding);
    }

    // Behind a refusal in the middle of a line 421 comes, and what was pipelined behind that is never read: it may be lost.
    [Fact]
    public async Task Who_has_had_enough_in_the_middle_of_a_line_is_not_blamed()
    {
        using var target = new ImpatientTarget(isSaid: true, sessions: 9) { Pause = TimeSpan.FromMilliseconds(200) };
        var trials = new Trials(Speeches.Terms(target.EndPoint, settle: 4000), null);
        Assert.Null(await trials.TryAsync(Speeches.Of("\n\r\nB\r\nC\r\n"), CancellationToken.None));
    }

    [Fact]
    public async Task Who_ends_behind_a_session_has_ended_behind_that_one()
    {
        await using var server = ScriptedServer.Start("@listen for 1\n@serve default\n");
        var trials = new Trials(Speeches.Terms(server.EndPoint, within: 500), new MailStore(TimeProvider.System));
        var shown = await trials.TryAsync(Valid, CancellationToken.None);
        Assert.Equal((Misdeed.Crash, false, 7), (shown?.Finding.Misdeed, shown?.FoundNobody, shown?.Turns.Count));
    }

    // The first look lays the late one to DATA.
    [Fact]
    public async Task An_answer_that_may_come_is_not_held_against_it_when_it_comes_late()
    {
        await using var server = ScriptedServer.Start(
            "S: 220\nC> \"X\\nNOOP\\r\\n\"\nS: 500 no\n@wait 100ms\nS: 250 ok\nC: DATA\nS: 354\n@eof\n");
        var trials = new Trials(Speeches.Terms(server.EndPoint, settle: 1000), null);
        Assert.Null(await trials.TryAsync(Speeches.Of("X\nNOOP\r\n", "DATA\r\n"), CancellationToken.None));
    }

    // Who resets the connection may have said something that was lost: 421, say.
    [Theory]
    [InlineData(true, 9, null)]
    [InlineData(false, 9, Misdeed.Dropped)]
    [InlineData(true, 2, Misdeed.Crash)]
    public async Task Who_resets_the_connection_is_asked_line_by_line(bool isSaid, int sessions, Misdeed? misdeed)
    {
        using var target = new ImpatientTarget(isSaid, sessions);
        var shown = await new Trials(Speeches.Terms(target.EndPoint), null)
            .TryAsync(Speeches.Of("A\r\nB\r\nC\r\nD\r\n"), CancellationToken.None);
        Assert.False(shown is { FoundNobody: true });
        Assert.True(misdeed == shown?.Finding.Misdeed, shown?.Finding.ToString());
    }
}
