using SmtpGate.Grammar;
using SmtpGate.Queue;
using SmtpGate.Tests.Outgoing;

namespace SmtpGate.Tests.Queue;

public sealed class MailQueueTests : QueueBed
{
    [Fact]
    public async Task What_was_taken_is_brought_where_it_belongs_and_then_forgotten()
    {
        await using var peer = new ScriptedPeer([
            .. Opening, .. Mail, .. Joe, "C: DATA", "S: 250 1", "S: 250 2", "S: 354 go", .. Content, "S: 250 ok", .. Goodbye]);
        Open(peer.EndPoint);
        Assert.Equal("250 2.0.0 m-1 queued\r\n", (await TakeAsync("m-1", "joe")).ToString());
        await peer.HearAsync(".");
        await StopAsync();
        await peer.PlayedAsync();
        Assert.Equal(0, Left());
    }

    [Fact]
    [Trait("Rows", "RL-13")]
    public async Task Whoever_did_not_get_it_is_tried_again_at_the_documented_times()
    {
        await using var peer = new ScriptedPeer(
            [.. Opening, .. Mail, .. Joe, "C: RCPT TO:<jim@d.example>", "C: DATA", "S: 250 1", "S: 250 2", "S: 450 later",
                "S: 354 go", .. Content, "S: 250 ok", .. Goodbye],
            ["S: 421 busy"],
            [.. Opening, .. Mail, "C: RCPT TO:<jim@d.example>", "C: DATA", "S: 250 1", "S: 250 2", "S: 354 go", .. Content,
                "S: 250 ok", .. Goodbye]);
        Open(peer.EndPoint);
        await TakeAsync("m-1", "joe", "jim");
        await Clock.ArmedAsync(TimeSpan.FromMinutes(15));
        // Nothing is left for the connection that is open.
        await Clock.ArmedAsync(TimeSpan.FromSeconds(5));
        Clock.Advance(TimeSpan.FromSeconds(5));
        await peer.HearAsync("QUIT");
        await peer.HearAsync(ScriptedPeer.HungUp);
        Clock.Advance(TimeSpan.FromMinutes(15) - TimeSpan.FromSeconds(5));
        await Clock.ArmedAsync(TimeSpan.FromMinutes(30));
        Clock.Advance(TimeSpan.FromMinutes(30));
        await peer.HearAsync(".");
        await StopAsync();
        Assert.Equal(0, Left());
    }

    [Fact]
    [Trait("Rows", "RL-13, RL-17")]
    public async Task What_waits_is_known_again_when_the_gateway_starts_again()
    {
        await using var peer = new ScriptedPeer(
            [.. Opening, .. Mail, .. Joe, "C: RCPT TO:<jim@d.example>", "C: DATA", "S: 250 1", "S: 450 later", "S: 250 2",
                "S: 354 go", .. Content, "S: 250 ok", .. Goodbye],
            [.. Opening, .. Mail, .. Joe, "C: DATA", "S: 250 1", "S: 250 2", "S: 354 go", .. Content, "S: 250 ok", .. Goodbye]);
        Open(peer.EndPoint);
        await TakeAsync("m-1", "joe", "jim");
        await Clock.ArmedAsync(TimeSpan.FromMinutes(15));
        await StopAsync();
        Clock.Advance(TimeSpan.FromMinutes(10));
        Open(peer.EndPoint);
        Clock.Advance(TimeSpan.FromMinutes(5));
        await peer.HearAsync(".");
        await peer.HearAsync(".");
        await StopAsync();
        Assert.Equal(0, Left());
    }

    [Fact]
    [Trait("Rows", "RL-10")]
    public async Task Whoever_cannot_get_it_is_reported_to_its_sender()
    {
        await using var peer = new ScriptedPeer([
            .. Opening, .. Mail, .. Joe, "C: DATA", "S: 250 1", "S: 550 5.1.1 who?", "S: 503 RCPT first", "C: RSET", "S: 250 ok",
            "C: MAIL FROM:<>", "C: RCPT TO:<a@b.example>", "C: DATA", "S: 250 1", "S: 250 2", "S: 354 go"]);
        Open(peer.EndPoint);
        await TakeAsync("m-1", "joe");
        await peer.HearAsync("DATA");
        await peer.HearAsync("DATA");
        var report = new List<string>();
        while (report.LastOrDefault() != ".")
            report.Add(await peer.NextAsync());
        Assert.Contains("To: <a@b.example>", report);
        Assert.Contains("Auto-Submitted: auto-replied", report);
        Assert.Contains(report, l => l.StartsWith("Content-Type: multipart/report;", StringComparison.Ordinal));
        Assert.Contains("Final-Recipient: rfc822; joe@d.example", report);
        Assert.Contains("Action: failed", report);
        Assert.Contains("Status: 5.1.1", report);
        Assert.Contains("Diagnostic-Code: smtp; 550 5.1.1 who?", report);
        Assert.Contains("Subject: x", report);
    }

    [Fact]
    [Trait("Rows", "RL-10, RL-12")]
    public async Task A_report_is_never_reported_but_becomes_badmail()
    {
        await using var peer = new ScriptedPeer([
            .. Opening, "C: MAIL FROM:<>", .. Joe, "C: DATA", "S: 250 1", "S: 550 5.1.1 who?", "S: 503 no", "C: RSET",
            "S: 250 ok", .. Goodbye]);
        Open(peer.EndPoint);
        await TakeAsync("m-1", ReversePath.Null, "joe");
        await peer.HearAsync("RSET");
        await StopAsync();
        Assert.Equal("Subject: x\r\n\r\nhello\r\n", await File.ReadAllTextAsync(Folder["spool/badmail/m-1.bad"]));
        Assert.Equal(
            "from <>\nto <joe@d.example>: 550 5.1.1 who?\n", await File.ReadAllTextAsync(Folder["spool/badmail/m-1.txt"]));
        Assert.Equal(0, Left());
    }

    [Fact]
    [Trait("Rows", "RL-12")]
    public async Task Where_there_is_too_much_badmail_the_oldest_goes()
    {
        string[] refused = ["C: MAIL FROM:<>", .. Joe, "C: DATA", "S: 250 1", "S: 550 no", "S: 503 no", "C: RSET", "S: 250 ok"];
        await using var peer = new ScriptedPeer([.. Opening, .. refused, .. refused, .. refused, .. Goodbye]);
        Open(peer.EndPoint, o => o with { BadmailOctets = 50, ConnectionsPerHost = 1 });
        foreach (var id in (string[])["m-1", "m-2", "m-3"])
        {
            await TakeAsync(id, ReversePath.Null, "joe");
            await peer.HearAsync("RSET");
            File.SetLastWriteTimeUtc(await BadAsync(id), DateTime.UtcNow.AddHours(-id[^1]));
            File.SetLastWriteTimeUtc(Folder[$"spool/badmail/{id}.txt"], DateTime.UtcNow.AddHours(-9 + id[^1] - '0'));
        }
        await StopAsync();
        Assert.Equal(
            ["m-2.bad", "m-2.txt", "m-3.bad", "m-3.txt"],
            Directory.GetFiles(Folder["spool/badmail"]).Select(Path.GetFileName).Order());
    }

    [Fact]
    [Trait("Rows", "RL-08")]
    public async Task A_host_that_nothing_goes_to_any_more_is_forgotten()
    {
        await using var peer = new ScriptedPeer([
            .. Opening, .. Mail, .. Joe, "C: DATA", "S: 250 1", "S: 250 2", "S: 354 go", .. Content, "S: 250 ok", .. Goodbye]);
        Open(peer.EndPoint);
        await TakeAsync("m-1", "joe");
        await Clock.ArmedAsync(TimeSpan.FromSeconds(5));
        Assert.Single(Queue!.Handling.Ways());
        Clock.Advance(TimeSpan.FromSeconds(5));
        await peer.HearAsync("QUIT");
        await Eventually.TrueAsync(() => !Queue.Handling.Ways().Any(), "the host is known still");
    }

    [Fact]
    [Trait("Rows", "RL-13, RL-16")]
    public async Task Who_has_it_does_not_get_it_again_though_others_were_still_under_way()
    {
        await using var peer = new ScriptedPeer(
            [.. Opening, .. Mail, .. Joe, "C: DATA"],
            [.. Opening, .. Mail, .. Joe, "C: DATA", "S: 250 1", "S: 250 2", "S: 354 go", .. Content, "S: 250 ok", .. Goodbye]);
        Open(peer.EndPoint, drop: Folder["drop"]);
        await TakeAsync("m-1", "joe", "jim@local.example");
        await peer.HearAsync("DATA");
        await Eventually.TrueAsync(
            () => Queue!.Handling.List(new Selection(["m-1"])).Single().Open is ["joe@d.example"], "jim is waited for still");
        // As if the power went: what is being delivered is not waited for, and said of nobody.
        await Queue!.StopAsync(new CancellationToken(canceled: true)).WaitAsync(TestLimits.Wait);
        await StopAsync();
        Directory.Delete(Folder["drop"], recursive: true);
        Open(peer.EndPoint, drop: Folder["drop"]);
        await peer.HearAsync(".");
        await StopAsync();
        Assert.False(Directory.Exists(Folder["drop"]));
        Assert.Equal(0, Left());
    }

    [Fact]
    [Trait("Rows", "RL-08")]
    public async Task What_is_refused_as_too_many_comes_in_another_transaction_be_it_552()
    {
        string[] jim = ["C: RCPT TO:<jim@d.example>"];
        await using var peer = new ScriptedPeer([
            .. Opening, .. Mail, .. Joe, .. jim, "C: DATA", "S: 250 1", "S: 250 2", "S: 552 Too many recipients",
            "S: 354 go", .. Content, "S: 250 ok", .. Mail, .. jim, "C: DATA", "S: 250 1", "S: 250 2", "S: 354 go", .. Content,
            "S: 250 ok", .. Goodbye]);
        Open(peer.EndPoint);
        await TakeAsync("m-1", "joe", "jim");
        await peer.HearAsync(".");
        await peer.HearAsync(".");
        await StopAsync();
        Assert.Equal(0, Left());
    }

    [Fact]
    [Trait("Rows", "RL-13, RL-17")]
    public async Task What_a_stop_breaks_off_has_not_been_tried()
    {
        string[] asked = [.. Opening, .. Mail, .. Joe, "C: DATA"];
        await using var peer = new ScriptedPeer(
            asked, [.. asked, "S: 250 1", "S: 250 2", "S: 354 go", .. Content, "S: 250 ok", .. Goodbye]);
        Open(peer.EndPoint);
        await TakeAsync("m-1", "joe");
        await peer.HearAsync("DATA");
        await Queue!.StopAsync(new CancellationToken(canceled: true)).WaitAsync(TestLimits.Wait);
        Assert.Equal(0, Queue.Handling.List(new Selection(["m-1"])).Single().Tries);
        await StopAsync();
        Open(peer.EndPoint);
        await peer.HearAsync(".");
        await StopAsync();
        Assert.Equal(0, Left());
    }

    [Fact]
    [Trait("Rows", "RL-13")]
    public async Task Its_sender_hears_that_it_waits_and_that_it_is_given_up()
    {
        Open(Messages.Nobody());
        await TakeAsync("m-1", "joe");
        for (var hours = 0; hours < 49; hours++)
        {
            await RestAsync();
            Clock.Advance(TimeSpan.FromHours(1));
        }
        await RestAsync();
        await StopAsync();
        using var spool = Spool();
        var reports = spool.Found.Select(Text).ToList();
        Assert.Contains(reports, r => r.Contains("Action: delayed", StringComparison.Ordinal));
        var failed = Assert.Single(reports, r => r.Contains("Action: failed", StringComparison.Ordinal));
        Assert.Contains("Status: 4.4.7", failed, StringComparison.Ordinal);
        Assert.DoesNotContain(spool.Found, m => m.Id == "m-1");
    }

    [Fact]
    [Trait("Rows", "RL-13, RL-15")]
    public async Task What_cannot_be_put_into_the_drop_directory_has_an_expiry_of_its_own()
    {
        await File.WriteAllTextAsync(Folder["file"], "no folder");
        var hour = TimeSpan.FromHours(1);
        var plan = RetryPlan.Documented with { LocalExpiry = hour, LocalDelayNotice = null };
        Open(Messages.Nobody(), o => o with { Retries = plan }, Folder["file"]);
        await TakeAsync("m-1", "jim@local.example", "joe");
        await RestAsync();
        Clock.Advance(hour);
        await RestAsync();
        Assert.Equal(["joe@d.example"], Queue!.Handling.List(new Selection(["m-1"])).Single().Open);
        await StopAsync();
        using var spool = Spool();
        var report = Text(spool.Found.Single(m => m.Id != "m-1"));
        Assert.Contains(
            "Final-Recipient: rfc822; jim@local.example\r\nAction: failed\r\nStatus: 4.4.7\r\n", report,
            StringComparison.Ordinal);
        Assert.DoesNotContain("joe@d.example", report, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Rows", "RL-15")]
    public async Task What_was_dropped_twice_is_there_once()
    {
        Open(Messages.Nobody(), drop: Folder["drop"]);
        await TakeAsync("m-1", "jim@local.example");
        await Eventually.TrueAsync(() => Queue!.Count == 0, "it is not dropped");
        await TakeAsync("m-1", "jim@local.example");
        await Eventually.TrueAsync(() => Queue!.Count == 0, "it is not dropped again");
        Assert.Equal(["m-1-0.eml"], Directory.GetFiles(Folder["drop"]).Select(Path.GetFileName));
        Assert.Equal(
            "x-sender: a@b.example\r\nx-receiver: jim@local.example\r\nReturn-Path: <a@b.example>\r\nSubject: x\r\n\r\nhello\r\n",
            await File.ReadAllTextAsync(Folder["drop/m-1-0.eml"]));
    }

    [Fact]
    [Trait("Rows", "RL-08")]
    public async Task After_twenty_messages_another_connection_is_opened()
    {
        string[] message = [
            .. Mail, .. Joe, "C: DATA", "S: 250 1", "S: 250 2", "S: 354 go", .. Content, "S: 250 ok"];
        await using var peer = new ScriptedPeer(
            [.. Opening, .. Enumerable.Repeat(message, 20).SelectMany(m => m), "C: QUIT", "S: 221 bye"],
            [.. Opening, .. message]);
        Open(peer.EndPoint, o => o with { ConnectionsPerHost = 1 });
        for (var i = 0; i < 21; i++)
            await TakeAsync($"m-{i}", "joe");
        for (var i = 0; i < 21; i++)
            await peer.HearAsync(".");
    }

    [Fact]
    [Trait("Rows", "RL-09")]
    public async Task A_message_for_105_is_sent_to_100_and_then_to_5()
    {
        var all = Enumerable.Range(1, 105).Select(i => $"r{i}").ToArray();
        string[] Part(IEnumerable<string> to) => [
            .. Mail, .. to.Select(r => $"C: RCPT TO:<{r}@d.example>"), "C: DATA", "S: 250 1", .. to.Select(_ => "S: 250 2"),
            "S: 354 go", .. Content, "S: 250 ok"];
        await using var peer = new ScriptedPeer([.. Opening, .. Part(all.Take(100)), .. Part(all.Skip(100)), .. Goodbye]);
        Open(peer.EndPoint);
        await TakeAsync("m-1", all);
        await peer.HearAsync(".");
        await peer.HearAsync(".");
        await StopAsync();
        await peer.PlayedAsync();
        Assert.Equal(0, Left());
    }

    [Fact]
    [Trait("Rows", "RL-16")]
    public async Task A_message_of_which_nobody_is_left_goes_when_the_gateway_starts_again()
    {
        using (var spool = Spool())
        {
            await using var draft = spool.Begin("m-1");
            await draft.WriteAsync("Subject: x\r\n\r\n"u8.ToArray(), CancellationToken.None);
            var envelope = new QueuedEnvelope("a@b.example", ["joe@d.example"], Clock.GetUtcNow(), "inbound");
            var kept = await draft.CommitAsync(envelope.ToOctets());
            await spool.ChangeAsync(kept!, new QueuedState([], 1, Clock.GetUtcNow()).ToOctets());
        }
        Open(Messages.Nobody());
        await Eventually.TrueAsync(() => Queue!.Count == 0, "it is there still");
    }

    private async Task<string> BadAsync(string id)
    {
        var path = Folder[$"spool/badmail/{id}.bad"];
        await Eventually.TrueAsync(() => Queue!.Count == 0, $"there is no {path}");
        return path;
    }
}
