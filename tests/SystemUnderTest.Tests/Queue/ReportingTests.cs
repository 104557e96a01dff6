using SmtpGate.Grammar;
using SmtpGate.Queue;

namespace SmtpGate.Tests.Queue;

/// <summary>What cannot be told, or kept, for a while.</summary>
public sealed class ReportingTests : QueueBed
{
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
