using SmtpGate.Grammar;
using SmtpGate.Queue;
using SmtpGate.Tests.Outgoing;
using SmtpGate.Tests.Spool;

namespace SmtpGate.Tests.Queue;

/// <summary>What cannot be told, or kept, for a while.</summary>
public sealed class ReportingTests : QueueBed
{
    private static readonly RetryPlan Soon = new([TimeSpan.FromMinutes(15)], null, TimeSpan.FromMinutes(10));

    [Fact]
    [Trait("Rows", "RL-10")]
    public async Task Of_many_ways_that_fail_at_once_each_recipient_is_told_of_once_and_not_in_a_report_of_his_own()
    {
        const int ways = 200;
        Open(new(System.Net.IPAddress.Loopback, 2525), isDirect: true);
        await TakeAsync("m-1", [.. Enumerable.Range(1, ways).Select(i => $"joe@[127.0.0.{i}]")]);
        await Eventually.TrueAsync(
            () => Queue!.Handling.List(new Selection()).All(m => m.Open is ["a@b.example"]), "some are tried still");
        var reports = Queue!.Handling.List(new Selection()).ToList();
        var told = new List<string>();
        foreach (var report in reports)
        {
            using var reader = new StreamReader(Queue.Handling.Read(report.Id)!);
            var text = await reader.ReadToEndAsync();
            // It was no host's word.
            Assert.DoesNotContain("Remote-MTA", text, StringComparison.Ordinal);
            told.AddRange(text.Split("\r\n").Where(l => l.StartsWith("Final-Recipient: ", StringComparison.Ordinal)));
        }
        Assert.Equal(ways, told.Count);
        Assert.Equal(ways, told.Distinct().Count());
        Assert.InRange(reports.Count, 1, ways / 2);
    }

    [Fact]
    [Trait("Rows", "RL-10")]
    public async Task What_is_given_back_has_no_NUL()
    {
        Open(Messages.Nobody(), o => o with { Retries = Soon });
        await using (var arrival = Queue!.Begin(
            new SmtpGate.Outgoing.Arriving("m-1", new(new("a", "b.example")), MailParameters.None, [new("joe", "d.example")])))
        {
            await arrival.WriteAsync("Subject: x\r\n\r\nhe\0llo\r\n"u8.ToArray(), CancellationToken.None);
            await arrival.AcceptAsync(CancellationToken.None);
        }
        await RestAsync();
        Clock.Advance(TimeSpan.FromMinutes(15));
        await Eventually.TrueAsync(
            () => Queue.Handling.List(new Selection()).All(m => m.Open is ["a@b.example"]), "it is tried still");
        using var reader = new StreamReader(Queue.Handling.Read(Queue.Handling.List(new Selection()).Single().Id)!);
        var report = await reader.ReadToEndAsync();
        Assert.Contains("Final-Recipient: rfc822; joe@d.example", report, StringComparison.Ordinal);
        Assert.Contains("\r\nhe?llo\r\n", report, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Rows", "RL-13, RL-16")]
    public async Task Of_what_cannot_be_read_any_more_the_sender_hears_all_the_same()
    {
        Open(Messages.Nobody(), o => o with { Retries = Soon });
        await TakeAsync("m-1", "joe");
        await RestAsync();
        await Spools.TruncateTriedAsync(Folder["spool"], "Subject: x");
        Clock.Advance(TimeSpan.FromMinutes(15));
        await Eventually.TrueAsync(
            () => Queue!.Handling.List(new Selection()).All(m => m.Open is ["a@b.example"]), "it is tried still");
        Assert.Single(Logger.Lines, l => l.StartsWith("Message m-1 cannot be read any more", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Rows", "RL-12, RL-16")]
    public async Task What_could_not_be_told_is_told_later_and_nobody_is_tried_again()
    {
        await using var peer = new ScriptedPeer([
            .. Opening, "C: MAIL FROM:<>", .. Joe, "C: RCPT TO:<jim@d.example>", "C: DATA", "S: 250 1", "S: 250 2",
            "S: 550 5.1.1 who?", "S: 354 go", .. Content, "S: 250 ok", .. Goodbye]);
        File.WriteAllText(Folder["full"], "");
        Open(peer.EndPoint, o => o with { Badmail = Folder["full/badmail"] });
        await TakeAsync("m-1", ReversePath.Null, "joe", "jim");
        await peer.HearAsync(".");
        await RestAsync();
        var entry = Queue!.Handling.List(new Selection()).Single();
        Assert.Equal(["jim@d.example"], entry.Open);

        File.Delete(Folder["full"]);
        Clock.Advance(TimeSpan.FromMinutes(15));
        await Eventually.TrueAsync(() => Queue.Count == 0, "it is there still");
        Assert.Equal(
            "from <>\nto <jim@d.example>: 550 5.1.1 who?\n", await File.ReadAllTextAsync(Folder["full/badmail/m-1.txt"]));
    }
}
