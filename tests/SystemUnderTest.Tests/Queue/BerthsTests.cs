using SmtpGate.Queue;

namespace SmtpGate.Tests.Queue;

public sealed class BerthsTests : QueueBed
{
    private static readonly string[] Busy = [
        .. Opening, .. Mail, .. Joe, "C: DATA", "S: 250 1", "S: 250 2", "S: 354 go", .. Content,
        "S: !wait", "S: 250 ok", .. Goodbye,
    ];

    private static readonly string[] Told = [.. Opening, .. Mail, "C: RCPT TO:<joe@e.example>"];

    private readonly List<string> _asked = [];

    [Fact]
    public void Who_finds_no_room_is_asked_again_in_his_turn()
    {
        var (line, _) = new Berths(2).Open(() => 1000);
        Assert.True(Take(line, "a") && Take(line, "b"));
        // The first needs none any more when it is his turn.
        Assert.False(Take(line, "c", isNeeded: false) || Take(line, "d") || Take(line, "e"));
        Assert.True(line.AreAwaited);
        line.GiveBack();
        Assert.Equal(["c", "d"], _asked);
        line.GiveBack();
        Assert.Equal(["c", "d", "e"], _asked);
        line.GiveBack();
        Assert.False(line.AreAwaited);
    }

    [Fact]
    public void Who_comes_later_passes_nobody_who_waits_and_more_room_is_offered()
    {
        var most = 1;
        var (line, _) = new Berths(100).Open(() => most);
        Assert.True(Take(line, "a"));
        Assert.False(Take(line, "b"));
        most = 3;
        Assert.False(Take(line, "c"));
        line.Offer();
        Assert.Equal(["b", "c"], _asked);
    }

    [Fact]
    public void What_one_queue_may_have_keeps_no_other_from_its_own()
    {
        var berths = new Berths(4);
        var (small, large) = (berths.Open(() => 1).Named, berths.Open(() => 1000).Named);
        Assert.True(Take(large, "a") && Take(large, "b") && Take(large, "c") && Take(large, "d"));
        Assert.False(Take(small, "small") || Take(small, "too many") || Take(large, "large"));
        large.GiveBack();
        large.GiveBack();
        Assert.Equal(["small", "large"], _asked.Order(StringComparer.Ordinal).Reverse());
        // The small queue's own limit is no reason for the large one to make room.
        Assert.False(large.AreAwaited);
    }

    [Fact]
    public void Hosts_that_somebody_has_named_do_not_wait_behind_all_domains()
    {
        var (named, domains) = new Berths(1).Open(() => 1000);
        Assert.True(Take(domains, "a"));
        Assert.False(Take(domains, "b") || Take(domains, "c") || Take(named, "named"));
        domains.GiveBack();
        domains.GiveBack();
        Assert.Contains("named", _asked);
    }

    [Fact]
    public void Domains_leave_an_eighth_to_hosts_that_somebody_has_named()
    {
        var (named, domains) = new Berths(100).Open(() => 8);
        Assert.All(Enumerable.Range(0, 7), _ => Assert.True(Take(domains, "domain")));
        Assert.False(Take(domains, "one more"));
        Assert.True(Take(named, "named"));
        // What a named host gives back is for another.
        Assert.False(named.AreAwaited);
        Assert.True(domains.AreAwaited);
        named.GiveBack();
        Assert.Empty(_asked);
        domains.GiveBack();
        Assert.Equal(["one more"], _asked);
    }

    private bool Take(BerthLine line, string name, bool isNeeded = true) => line.TryTake(() =>
    {
        _asked.Add(name);
        return isNeeded;
    });

    [Theory]
    [InlineData(20, 16)]
    [InlineData(1024, 48)]
    [InlineData(20_000, 1234)]
    public void There_is_room_in_what_is_not_for_clients(int limit, int room) => Assert.Equal(room, Berths.Room(limit));

    [Fact]
    [Trait("Rows", "RL-08")]
    public async Task Over_all_hosts_there_are_no_more_connections_than_there_may_be()
    {
        await using var first = new ScriptedPeer(Busy);
        await using var second = new ScriptedPeer(Told);
        Open(first, second, connections: 1);
        await KeepBusyAsync(first, "m-1");
        await TakeAsync("m-2", "joe@e.example");
        Assert.Equal([(0, 1), (1, 0)], Queue!.Handling.Ways().Select(w => (w.Waiting, w.Connections)).Order());
        first.Go();
        // An idle connection would keep the other waiting.
        await first.HearAsync("QUIT");
        await second.HearAsync("RCPT TO:<joe@e.example>");
    }

    [Fact]
    [Trait("Rows", "RL-08")]
    public async Task Where_there_is_room_again_a_host_gets_as_many_connections_as_it_may_have()
    {
        string[] other = [.. Told, "C: DATA", "S: 250 1", "S: 250 2", "S: 354 go", .. Content];
        await using var first = new ScriptedPeer(Busy, Busy);
        await using var second = new ScriptedPeer(other, other);
        Open(first, second, connections: 2);
        await KeepBusyAsync(first, "m-1");
        await KeepBusyAsync(first, "m-2");
        await TakeAsync("m-3", "joe@e.example");
        await TakeAsync("m-4", "joe@e.example");
        // Neither has an answer: they are brought at the same time, though nothing has come meanwhile.
        first.Go();
        await second.HearAsync(".");
        first.Go();
        await second.HearAsync(".");
    }

    [Fact]
    [Trait("Rows", "RL-08")]
    public async Task A_host_that_always_has_mail_gives_others_their_turn()
    {
        await using var first = new ScriptedPeer(Busy);
        await using var second = new ScriptedPeer(Told);
        Open(first, second, connections: 1);
        await KeepBusyAsync(first, "m-1");
        await TakeAsync("m-2", "joe@e.example");
        await TakeAsync("m-3", "joe");
        Clock.Advance(TimeSpan.FromSeconds(6));
        first.Go();
        await second.HearAsync("RCPT TO:<joe@e.example>");
    }

    private void Open(ScriptedPeer first, ScriptedPeer second, int connections) =>
        Open(first.EndPoint, o => o with { Connections = connections }, other: ("e.example", second.EndPoint));

    // Until it is told to go on.
    private async Task KeepBusyAsync(ScriptedPeer peer, string id)
    {
        await TakeAsync(id, "joe");
        await peer.HearAsync(".");
    }
}
