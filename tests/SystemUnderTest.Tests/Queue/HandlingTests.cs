using SmtpGate.Queue;
using SmtpGate.Tests.Outgoing;

namespace SmtpGate.Tests.Queue;

[Trait("Rows", "RL-17")]
public sealed class HandlingTests : QueueBed
{
    private static readonly string[] Delivered = [
        .. Opening, .. Mail, .. Joe, "C: DATA", "S: 250 1", "S: 250 2", "S: 354 go", .. Content, "S: 250 ok", .. Goodbye];

    private static readonly string[] Busy = ["S: 421 busy"];

    private static readonly Selection Everything = new();

    [Fact]
    public async Task What_is_held_is_not_tried_until_it_is_released()
    {
        await using var peer = new ScriptedPeer(Busy, Delivered);
        Open(peer.EndPoint);
        await TakeAsync("m-1", "joe");
        await RestAsync();
        await DoneAsync(HandlingVerb.Hold);
        Clock.Advance(TimeSpan.FromMinutes(16));
        Assert.Equal("held", Assert.Single(Queue!.Handling.List(Everything)).State);
        Assert.Equal("it is held; release it", await ObstacleAsync(HandlingVerb.Retry));
        await DoneAsync(HandlingVerb.Release);
        await peer.HearAsync(".");
        await StopAsync();
        Assert.Equal(0, Left());
    }

    [Theory]
    [InlineData("xn--bcher-kva.example")]
    [InlineData("B\u00FCcher.Example")]
    [InlineData("joe@xn--bcher-kva.example")]
    public async Task A_domain_is_found_however_it_is_written(string to)
    {
        await using var peer = new ScriptedPeer(Busy);
        Open(peer.EndPoint);
        await TakeAsync("m-1", "joe@b\u00FCcher.example");
        Assert.Single(Queue!.Handling.List(new Selection(To: to)));
        Assert.Empty(Queue.Handling.List(new Selection(To: "bucher.example")));
    }

    [Fact]
    public async Task It_stays_held_when_the_gateway_starts_again()
    {
        await using var peer = new ScriptedPeer(Busy);
        Open(peer.EndPoint);
        await TakeAsync("m-1", "joe");
        await RestAsync();
        await DoneAsync(HandlingVerb.Hold);
        await StopAsync();
        Open(peer.EndPoint);
        Clock.Advance(TimeSpan.FromDays(3));
        var held = Assert.Single(Queue!.Handling.List(Everything));
        Assert.Equal(("held", 1), (held.State, held.Tries));
    }

    [Fact]
    public async Task What_is_tried_before_its_time_is_not_tried_again_at_that()
    {
        await using var peer = new ScriptedPeer(Busy, Busy, Delivered);
        Open(peer.EndPoint);
        await TakeAsync("m-1", "joe");
        await RestAsync();
        Clock.Advance(TimeSpan.FromMinutes(10));
        await DoneAsync(HandlingVerb.Retry);
        await RestAsync();
        // It would have been due by now; from the second try on half an hour is waited.
        Clock.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal("waits", Assert.Single(Queue!.Handling.List(Everything)).State);
        Clock.Advance(TimeSpan.FromMinutes(24));
        await peer.HearAsync(".");
    }

    [Fact]
    public async Task What_is_removed_is_gone_and_nobody_is_told()
    {
        Open(Messages.Nobody());
        await TakeAsync("m-1", "joe");
        await TakeAsync("m-2", "jim");
        await RestAsync();
        await DoneAsync(HandlingVerb.Remove, new Selection(["m-2"]));
        Assert.Equal("m-1", Assert.Single(Queue!.Handling.List(Everything)).Id);
        await StopAsync();
        Assert.Equal(1, Left());
    }

    [Fact]
    public async Task What_is_just_being_delivered_is_not_removed_and_what_waits_behind_it_is()
    {
        await using var peer = new ScriptedPeer([
            .. Opening, .. Mail, .. Joe, "C: DATA", "S: !wait", "S: 250 1", "S: 250 2", "S: 354 go", .. Content, "S: 250 ok",
            .. Goodbye]);
        Open(peer.EndPoint, o => o with { ConnectionsPerHost = 1 });
        await TakeAsync("m-1", "joe");
        await peer.HearAsync("DATA");
        await TakeAsync("m-2", "joe");
        await TakeAsync("m-3", "joe");
        Assert.Equal(
            "it is being delivered just now", await ObstacleAsync(HandlingVerb.Remove, new Selection(["m-1"])));
        await DoneAsync(HandlingVerb.Remove, new Selection(["m-2"]));
        await DoneAsync(HandlingVerb.Hold, new Selection(["m-3"]));
        Assert.Equal([("m-1", "under way"), ("m-3", "held")], Queue!.Handling.List(Everything).Select(m => (m.Id, m.State)));
        peer.Go();
        await peer.HearAsync(".");
        await StopAsync();
        await peer.PlayedAsync();
        Assert.Equal(1, Left());
    }

    [Fact]
    public async Task No_more_is_held_than_may_be()
    {
        // The content has 21 octets.
        Open(Messages.Nobody(), o => o with { HeldOctets = 50 });
        foreach (var id in (string[])["m-1", "m-2", "m-3"])
            await TakeAsync(id, "joe");
        await RestAsync();
        var handled = await Queue!.Handling.HandleAsync(HandlingVerb.Hold, Everything);
        Assert.StartsWith(
            "too much is held", Assert.Single(handled, h => h.Obstacle is not null).Obstacle, StringComparison.Ordinal);
        Assert.Equal(2, Queue.Handling.List(Everything).Count(m => m.State == "held"));
        Assert.Single(Logger.Lines, l => l.Contains("octets 42 of 50", StringComparison.Ordinal));
        await DoneAsync(HandlingVerb.Release, new Selection([handled.First(h => h.Obstacle is null).Id]));
        await DoneAsync(HandlingVerb.Hold, new Selection([handled.First(h => h.Obstacle is not null).Id]));
    }

    [Fact]
    public async Task Messages_are_chosen_by_sender_recipient_and_server()
    {
        Open(Messages.Nobody());
        await TakeAsync("m-1", "joe");
        await TakeAsync("m-2", SmtpGate.Grammar.ReversePath.Null, "jim", "joe");
        await RestAsync();
        Assert.Equal(["m-2"], Chosen(new Selection(From: "<>")));
        Assert.Equal(["m-1"], Chosen(new Selection(From: "B.example")));
        Assert.Equal(["m-1", "m-2"], Chosen(new Selection(To: "joe@D.example")));
        Assert.Equal(["m-1", "m-2"], Chosen(new Selection(To: "d.example")));
        Assert.Empty(Chosen(new Selection(To: "example")));
        Assert.Empty(Chosen(new Selection(Server: "outbound")));
        Assert.Empty(Chosen(new Selection(["m-3"])));
    }

    private IEnumerable<string> Chosen(Selection selection) => Queue!.Handling.List(selection).Select(m => m.Id);

    private async Task DoneAsync(HandlingVerb verb, Selection? selection = null) =>
        Assert.Null(await ObstacleAsync(verb, selection));

    private async Task<string?> ObstacleAsync(HandlingVerb verb, Selection? selection = null) =>
        Assert.Single(await Queue!.Handling.HandleAsync(verb, selection ?? Everything)).Obstacle;
}
