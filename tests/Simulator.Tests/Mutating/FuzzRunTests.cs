using SmtpSim.Embedding;
using SmtpSim.Mutating;
using SmtpSim.Playing;

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

    [Fact]
    public async Task Mail_that_is_accepted_and_not_passed_on_is_a_misdeed()
    {
        await using var server = ScriptedServer.Start();
        var run = new FuzzRun(Speeches.Terms(server.EndPoint, within: 50), new MailStore(TimeProvider.System));
        var found = await run.TryAsync(Valid, CancellationToken.None);
        Assert.Equal(
            new Finding(Misdeed.Lost, "passed on within 50 ms: '0', accepted: '1'"), found?.Finding);
    }

    // Behind a session of which nobody can say what it has accepted: whoever says 221 to VRFY has taken it for another.
    [Fact]
    public async Task Mail_of_a_session_before_is_not_laid_to_the_next_one()
    {
        var nextHop = new MailStore(TimeProvider.System);
        await using var server = ScriptedServer.Start("@serve default\n@on VRFY -> S: 221 bye, @close\n");
        var run = new FuzzRun(Speeches.Terms(server.EndPoint, within: 200), nextHop);
        Assert.Null(await run.TryAsync(Speeches.Of("EHLO a\r\n", "VRFY x\r\n"), CancellationToken.None));
        var next = run.TryAsync(Speeches.Of("EHLO a\r\n", "NOOP\r\n", "QUIT\r\n"), CancellationToken.None);
        nextHop.Add(new Envelope("FROM:<a@b>", ["TO:<c@d>"]), new SmtpSim.Wire.OctetBuffer(), TimeSpan.Zero);
        Assert.Null(await next);
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
    public async Task An_answer_too_many_that_comes_late_is_not_taken_for_that_to_the_next_command()
    {
        await using var server = ScriptedServer.Start(
            "@serve default\n@on NOOP -> S: 250 one, @wait 100ms, S: 250 two\n");
        var run = new FuzzRun(Speeches.Terms(server.EndPoint, settle: 3000), null);
        var found = await run.TryAsync(Speeches.Of("NOOP\r\n", "DATA\r\n"), CancellationToken.None);
        Assert.Equal(
            new Finding(Misdeed.TwoAnswers, "one answer more than commands, behind 'NOOP': 250 two"), found?.Finding);
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
