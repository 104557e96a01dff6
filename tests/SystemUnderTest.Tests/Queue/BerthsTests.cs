using SmtpGate.Queue;

namespace SmtpGate.Tests.Queue;

public sealed class BerthsTests : QueueBed
{
    private static readonly string[] Taken =
        [.. Opening, .. Mail, .. Joe, "C: DATA", "S: 250 1", "S: 250 2", "S: 354 go", .. Content];

    [Fact]
    public void Who_finds_no_room_is_asked_again_in_his_turn()
    {
        var asked = new List<string>();
        var berths = new Berths(2);
        Assert.True(Take("a", true) && Take("b", true));
        Assert.False(Take("c", false) || Take("d", true) || Take("e", true));
        Assert.True(berths.AreAwaited);
        // The first needs none any more.
        berths.GiveBack();
        Assert.Equal(["c", "d"], asked);
        berths.GiveBack();
        Assert.Equal(["c", "d", "e"], asked);
        berths.GiveBack();
        Assert.False(berths.AreAwaited);

        bool Take(string name, bool isNeeded) => berths.TryTake(1000, () =>
        {
            asked.Add(name);
            return isNeeded;
        });
    }

    [Fact]
    public void What_the_settings_allow_counts_where_it_is_less()
    {
        var berths = new Berths(3);
        Assert.True(berths.TryTake(1, () => false));
        Assert.False(berths.TryTake(1, () => false));
        Assert.True(berths.TryTake(2, () => false));
    }

    [Theory]
    [InlineData(20, 16)]
    [InlineData(1024, 48)]
    [InlineData(20_000, 1234)]
    public void There_is_room_in_what_is_not_for_clients(int limit, int room) => Assert.Equal(room, Berths.Room(limit));

    [Fact]
    [Trait("Rows", "RL-08")]
    public async Task Over_all_hosts_there_are_no_more_connections_than_there_may_be()
    {
        await using var first = new ScriptedPeer([.. Taken, "S: !wait", "S: 250 ok", .. Goodbye]);
        await using var second = new ScriptedPeer([.. Opening, .. Mail, "C: RCPT TO:<joe@e.example>"]);
        Open(first.EndPoint, o => o with { Connections = 1 }, other: ("e.example", second.EndPoint));
        await TakeAsync("m-1", "joe");
        await first.HearAsync(".");
        await TakeAsync("m-2", "joe@e.example");
        Assert.Equal([(0, 1), (1, 0)], Queue!.Handling.Ways().Select(w => (w.Waiting, w.Connections)).Order());
        first.Go();
        // An idle connection would keep the other waiting.
        await first.HearAsync("QUIT");
        await second.HearAsync("RCPT TO:<joe@e.example>");
    }
}
