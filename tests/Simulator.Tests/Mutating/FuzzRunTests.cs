using SmtpSim.Embedding;
using SmtpSim.Messages;
using SmtpSim.Mutating;

namespace SmtpSim.Tests.Mutating;

[Trait("Rows", "SM-13")]
public sealed class FuzzRunTests
{
    private static readonly Speech Valid = Speeches.Of(
        "EHLO client.example\r\n", "MAIL FROM:<a@b>\r\n", "RCPT TO:<c@d>\r\n", "DATA\r\n", "Subject: x\r\n\r\n.\r\n", "QUIT\r\n");

    [Fact]
    public async Task What_makes_a_target_stumble_is_found_made_small_and_told_once()
    {
        // The second recipient of a session is one too many for it.
        await using var server = ScriptedServer.Start(
            "@serve default\n@on RCPT times 2..999 per connection -> S: 250 one, S: 250 two\n");
        var found = new List<Find>();
        var result = await RunAsync(server, new FuzzPlan(3, 1, 1000, null, 10), found, null);
        var find = Assert.Single(found, f => f.Finding.Text.Contains("RCPT", StringComparison.Ordinal));
        Assert.Equal(Misdeed.TwoAnswers, find.Finding.Misdeed);
        Assert.InRange(find.Speech.Length, 12, 40);
        Assert.Contains("found by mutation\n\n# seed 3, mutant ", find.Transcript, StringComparison.Ordinal);
        Assert.Equal(1000, result.Tried);
        // The number alone makes it again.
        var again = new List<Find>();
        await RunAsync(server, new FuzzPlan(3, find.Number, 1, null, 10), again, null);
        Assert.Equal(find.Speech.Writes, Assert.Single(again).Speech.Writes);
    }

    [Fact]
    public async Task A_target_that_keeps_to_the_letter_is_never_blamed()
    {
        await using var server = ScriptedServer.Start("@serve default caps PIPELINING, SIZE\n");
        var found = new List<Find>();
        await RunAsync(server, new FuzzPlan(11, 1, 1000, null, 10), found, null);
        // Our own default answers what stands behind a bare LF, too: to people at a terminal who send no CR.
        // And it never has enough of them.
        Assert.All(
            found.Where(f => f.Finding.Misdeed != Misdeed.Storm),
            f => Assert.Contains("\\n", f.Transcript.Replace("\\r\\n", "", StringComparison.Ordinal)));
    }

    // A server names its mail another way each time.
    [Fact]
    public async Task The_same_fault_is_told_once_whatever_the_reply_says()
    {
        await using var server = ScriptedServer.Start("""
            @serve default
            @on DATA chance 50% seed 1 -> S> "354 go\r\n250 queued as A\r\n"
            @on DATA -> S> "354 go\r\n250 queued as B\r\n"
            """);
        var found = new List<Find>();
        await RunAsync(server, new FuzzPlan(3, 1, 60, null, 10), found, null);
        Assert.Single(found, f => f.Finding.Misdeed == Misdeed.MessageCount);
    }

    // They are awaited like commands, and are two.
    [Fact]
    public async Task The_greeting_and_the_end_of_data_are_not_the_same()
    {
        await using var server = ScriptedServer.Start("""
            @serve default
            @on connect times 3 -> S: 350 in the middle
            @on DOT -> S: 350 in the middle
            """);
        var found = new List<Find>();
        await RunAsync(server, new FuzzPlan(3, 1, 12, null, 10), found, null);
        Assert.Single(found, f => f.Finding.Text.Contains("'the greeting'", StringComparison.Ordinal));
        Assert.Single(found, f => f.Finding.Text.Contains("'the end of data'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_copy_that_comes_late_is_laid_to_who_sent_the_mail()
    {
        await using var server = ScriptedServer.Start("@serve default\n@on NOOP -> @wait 100ms, S: 250 ok\n");
        var slow = Speeches.Of("EHLO a\r\n", "NOOP\r\n", "QUIT\r\n");
        var mutator = new Mutator([("valid", Valid), ("slow", slow)], 5);
        var number = Enumerable.Range(1, 100_000).First(
            n => mutator.Make(n).Speech.Writes.Take(5).SequenceEqual(Valid.Writes.Take(5))
                && mutator.Make(n + 1).Speech.Writes.Take(2).SequenceEqual(slow.Writes.Take(2)));
        var found = await PassedOnTwiceAsync(server, mutator, new FuzzPlan(5, number, 2, null, 10), 4);
        var find = Assert.Single(found, f => f.Finding.Misdeed == Misdeed.Surplus);
        Assert.Contains("DATA", find.Transcript, StringComparison.OrdinalIgnoreCase);
    }

    // Behind the last session, too.
    [Fact]
    public async Task A_copy_of_the_only_mail_is_one_too_many()
    {
        await using var server = ScriptedServer.Start();
        var mutator = new Mutator([("valid", Valid)], 5);
        var number = Enumerable.Range(1, 1000).First(
            n => mutator.Make(n).Speech.Writes.Take(5).SequenceEqual(Valid.Writes.Take(5)));
        var found = await PassedOnTwiceAsync(server, mutator, new FuzzPlan(5, number, 1, null, 1), 4);
        Assert.Equal(Misdeed.Surplus, Assert.Single(found).Finding.Misdeed);
    }

    // What comes between two sessions and is nobody's does not make the next one forgotten.
    [Fact]
    public async Task A_copy_is_laid_to_who_sent_the_mail_though_another_came_in_front_of_it()
    {
        await using var server = ScriptedServer.Start();
        var none = Speeches.Of("EHLO a\r\n", "NOOP\r\n", "QUIT\r\n");
        var mutator = new Mutator([("valid", Valid), ("none", none)], 5);
        var number = Enumerable.Range(1, 100_000).First(
            n => mutator.Make(n).Speech.Writes.Take(2).SequenceEqual(none.Writes.Take(2))
                && mutator.Make(n + 1).Speech.Writes.Take(5).SequenceEqual(Valid.Writes.Take(5)));
        var found = await PassedOnTwiceAsync(server, mutator, new FuzzPlan(5, number, 2, null, 10), 4, strayBehind: 1);
        Assert.Single(found, f => f.Finding.Misdeed == Misdeed.Surplus);
    }

    // Making it small ends where so many messages have come.
    private static async Task<List<Find>> PassedOnTwiceAsync(
        ScriptedServer server, Mutator mutator, FuzzPlan plan, int most, long? strayBehind = null)
    {
        var (nextHop, found) = (new MailStore(TimeProvider.System), new List<Find>());
        using var stop = new CancellationTokenSource();
        var running = new FuzzRun(Speeches.Terms(server.EndPoint, within: 500, settle: 20, storm: 1_000_000), nextHop)
            .RunAsync(mutator, plan, found.Add, tried => { if (tried == strayBehind) Come(); }, stop.Token);
        for (var count = 1; count < most; count++)
        {
            if (await Task.WhenAny(running, server.WaitForMailAsync(count, TimeSpan.FromMinutes(1), stop.Token)) == running)
                break;
            Come();
            // The copy comes when the session is over.
            await Task.Delay(40);
            Come();
        }
        await stop.CancelAsync();
        await running;
        return found;

        void Come() => nextHop.Add(new Envelope("FROM:<a@b>", ["TO:<c@d>"]), new SmtpSim.Wire.OctetBuffer(), TimeSpan.Zero);
    }

    [Fact]
    public async Task What_ends_behind_the_last_session_has_ended()
    {
        await using var server = ScriptedServer.Start("@listen for 1\n@serve default\n");
        var found = new List<Find>();
        await RunAsync(server, new FuzzPlan(2, 1, 1, null, 10), found, null);
        Assert.Equal((Misdeed.Crash, 1), (Assert.Single(found).Finding.Misdeed, found[0].Number));
    }

    // Others are said until it is noticed.
    [Fact]
    public async Task What_ends_a_while_behind_a_session_is_laid_to_that()
    {
        await using var target = new MannerlyTarget(new Manners { EndsBehind = 0, EndWaits = TimeSpan.FromMilliseconds(10) });
        var found = new List<Find>();
        var run = new FuzzRun(Speeches.Terms(target.EndPoint, settle: 25), null, _ => target.ReviveAsync());
        var mutator = new Mutator([("two", Speeches.Of("NOOP\r\n", "RSET\r\n"))], 1);
        var number = Enumerable.Range(1, 1000).First(n => mutator.Make(n).Speech.Writes.Any(w => w.Span.Contains((byte)0)));
        await run.RunAsync(mutator, new FuzzPlan(1, number, 40, null, 20), found.Add, _ => { }, CancellationToken.None);
        var find = Assert.Single(found, f => f.Finding.Misdeed == Misdeed.Crash);
        Assert.Contains(find.Speech.Writes, w => w.Span.Contains((byte)0));
        Assert.InRange(find.Speech.Length, 1, 20);
        Assert.DoesNotContain("a session before may", find.Transcript, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_ends_while_something_else_is_made_small_is_told_too()
    {
        await using var target = new MannerlyTarget(
            new Manners { AnswersTwice = "NOOP", EndsBehind = 0, EndWaits = TimeSpan.FromMilliseconds(10) });
        var found = new List<Find>();
        var run = new FuzzRun(Speeches.Terms(target.EndPoint, settle: 25), null, _ => target.ReviveAsync());
        var mutator = new Mutator([("two", Speeches.Of("NOOP\r\n", "RSET\r\n"))], 1);
        var number = Enumerable.Range(1, 10_000).First(n => mutator.Make(n).Speech.Writes is [{ Text: "NOOP\r\n" }, var second]
            && second.Span.Contains((byte)0));
        await run.RunAsync(mutator, new FuzzPlan(1, number, 1, null, 20), found.Add, _ => { }, CancellationToken.None);
        Assert.Equal([Misdeed.TwoAnswers, Misdeed.Crash], found.Select(f => f.Finding.Misdeed));
    }

    [Fact]
    public async Task Who_cannot_be_started_again_has_ended_all_the_same()
    {
        await using var server = ScriptedServer.Start("@listen for 3\n@serve default\n");
        var run = new FuzzRun(Speeches.Terms(server.EndPoint, settle: 50), null, _ => throw new TargetNotStartedException("no"));
        var found = new List<Find>();
        var result = await run.RunAsync(
            new Mutator([("valid", Valid)], 2), new FuzzPlan(2, 1, 100, null, 10), found.Add, _ => { }, CancellationToken.None);
        Assert.Equal((4, "no"), (result.Tried, result.Gone));
        Assert.Equal(Misdeed.Crash, Assert.Single(found, f => f.Number == 3).Finding.Misdeed);
    }

    [Fact]
    public async Task Told_to_stop_while_it_is_started_again_it_keeps_what_it_has()
    {
        var found = await StoppedAtItsEndAsync("@listen for 3\n@serve default\n");
        Assert.Equal(Misdeed.Crash, Assert.Single(found, f => f.Number == 3).Finding.Misdeed);
    }

    // Whoever tells it with a signal tells the target's process, too: while something else is made small, here.
    [Fact]
    public async Task What_ends_once_it_is_told_to_stop_is_not_laid_to_anybody()
    {
        var found = await StoppedAtItsEndAsync("@listen for 4\n@serve default\n@on EHLO -> S: 250 one, S: 250 two\n");
        Assert.Equal(Misdeed.TwoAnswers, Assert.Single(found).Finding.Misdeed);
    }

    private static async Task<List<Find>> StoppedAtItsEndAsync(string script)
    {
        await using var server = ScriptedServer.Start(script);
        using var stop = new CancellationTokenSource();
        var run = new FuzzRun(Speeches.Terms(server.EndPoint, settle: 50), null, async told =>
        {
            await stop.CancelAsync();
            told.ThrowIfCancellationRequested();
        });
        var found = new List<Find>();
        await run.RunAsync(
            new Mutator([("valid", Valid)], 2), new FuzzPlan(2, 1, 100, null, 10), found.Add, _ => { }, stop.Token);
        Assert.True(stop.IsCancellationRequested);
        return found;
    }

    [Fact]
    public async Task Told_to_stop_while_mail_is_waited_for_it_keeps_what_it_has()
    {
        await using var server = ScriptedServer.Start();
        using var stop = new CancellationTokenSource();
        var run = new FuzzRun(Speeches.Terms(server.EndPoint, within: 30_000), new MailStore(TimeProvider.System));
        var running = run.RunAsync(
            new Mutator([("valid", Valid)], 1), new FuzzPlan(1, 1, 1000, null, 10), _ => { }, _ => { }, stop.Token);
        await server.WaitForMailAsync(1);
        await stop.CancelAsync();
        Assert.True((await running.WaitAsync(TimeSpan.FromSeconds(20))).Tried > 0);
    }

    [Fact]
    public async Task A_crash_ends_the_run()
    {
        await using var server = ScriptedServer.Start("@listen for 3\n@serve default\n@on EHLO times 3..9 -> @close\n");
        var found = new List<Find>();
        var result = await RunAsync(server, new FuzzPlan(2, 1, 3000, null, 10), found, null);
        Assert.Equal(Misdeed.Crash, found[^1].Finding.Misdeed);
        Assert.InRange(result.Tried, 1, 10);
    }

    [Fact]
    public async Task What_is_seen_now_and_then_keeps_what_showed_it()
    {
        await using var server = ScriptedServer.Start("@serve default\n@on RCPT chance 20% seed 3 -> @close\n");
        var found = new List<Find>();
        await RunAsync(server, new FuzzPlan(4, 1, 60, null, 10), found, null);
        // Which mutant it is depends on chance: one that spoils the end of a line may hide the RCPT behind another word.
        var dropped = found.Where(f => f.Finding.Misdeed == Misdeed.Dropped).ToArray();
        Assert.NotEmpty(dropped);
        Assert.All(dropped, f => Assert.Contains("RCPT", f.Transcript, StringComparison.OrdinalIgnoreCase));
        Assert.All(dropped, f => Assert.Contains("C> ", f.Transcript, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_finds_nobody_there_is_not_to_blame()
    {
        // The third connection is the last: whoever has it finds a good server, and the next one nobody.
        await using var server = ScriptedServer.Start("@listen for 3\n@serve default\n");
        var found = new List<Find>();
        var result = await RunAsync(server, new FuzzPlan(2, 1, 100, null, 10), found, null);
        var crash = Assert.Single(found, f => f.Finding.Misdeed == Misdeed.Crash);
        Assert.Equal((4, 3), (result.Tried, crash.Number));
    }

    [Fact]
    public async Task It_ends_when_its_time_is_over()
    {
        await using var server = ScriptedServer.Start();
        var result = await RunAsync(server, new FuzzPlan(1, 1, null, TimeSpan.FromMilliseconds(300), 10), [], null)
            .WaitAsync(TimeSpan.FromSeconds(30));
        Assert.InRange(result.Tried, 1, 100_000);
    }

    private static Task<FuzzResult> RunAsync(ScriptedServer server, FuzzPlan plan, List<Find> found, MailStore? nextHop) =>
        new FuzzRun(Speeches.Terms(server.EndPoint, storm: 100, settle: 50), nextHop).RunAsync(
            new Mutator([("valid", Valid)], plan.Seed), plan, found.Add, _ => { }, CancellationToken.None);
}
