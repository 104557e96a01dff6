using SmtpGate.Grammar;
using SmtpGate.Queue;
using SmtpGate.Tests.Spool;

namespace SmtpGate.Tests.Queue;

/// <summary>Hosts, and faults, that would keep mail for ever.</summary>
public sealed class CourierTests : QueueBed
{
    private static readonly string[] Stalled =
        [.. Opening, .. Mail, .. Joe, "C: DATA", "S: 250 1", "S: 250 2", "S: 354 go", .. Content];

    [Fact]
    [Trait("Rows", "RL-13")]
    public async Task What_waits_behind_a_host_that_stalls_at_the_dot_is_tried_later()
    {
        await using var peer = new ScriptedPeer(Stalled, Stalled);
        Open(peer.EndPoint, o => o with { ConnectionsPerHost = 1 });
        await TakeAsync("m-1", "joe");
        await peer.HearAsync(".");
        await TakeAsync("m-2", "joe");
        await TakeAsync("m-3", "joe");
        await Clock.ArmedAsync(TimeSpan.FromMinutes(10));
        Clock.Advance(TimeSpan.FromMinutes(10));
        await RestAsync();
        Assert.All(Queue!.Handling.List(new Selection([])), m => Assert.Equal(1, m.Tries));
    }

    [Fact]
    [Trait("Rows", "RL-13")]
    public async Task A_host_that_took_another_meanwhile_only_stalls_at_one_message()
    {
        await using var peer = new ScriptedPeer(
            [.. Stalled],
            [.. Stalled, "S: 250 ok", .. Mail, .. Joe, "C: DATA", "S: 250 1", "S: 250 2", "S: 354 go", .. Content]);
        Open(peer.EndPoint, o => o with { ConnectionsPerHost = 2 });
        await TakeAsync("m-1", "joe");
        await peer.HearAsync(".");
        await TakeAsync("m-2", "joe");
        await peer.HearAsync(".");
        await TakeAsync("m-3", "joe");
        await peer.HearAsync(".");
        Assert.Equal(2, Queue!.Count);
    }

    [Fact]
    [Trait("Rows", "RL-13")]
    public async Task A_connection_that_only_says_goodbye_brings_nothing_more()
    {
        await using var peer = new ScriptedPeer([.. Stalled, "S: 250 ok", "C: QUIT"], ["S: 421 busy"]);
        Open(peer.EndPoint);
        await TakeAsync("m-1", "joe");
        await Clock.ArmedAsync(TimeSpan.FromSeconds(5));
        Clock.Advance(TimeSpan.FromSeconds(5));
        await peer.HearAsync("QUIT");
        await TakeAsync("m-2", "joe");
        await Clock.ArmedAsync(TimeSpan.FromMinutes(15));
        await RestAsync();
        Assert.Equal(1, Queue!.Count);
    }

    [Fact]
    [Trait("Rows", "RL-17")]
    public async Task What_is_held_is_neither_tried_nor_given_up_whatever_its_host_does()
    {
        await using var peer = new ScriptedPeer(Stalled, Stalled);
        Open(peer.EndPoint, o => o with
        {
            ConnectionsPerHost = 1,
            Retries = new RetryPlan([TimeSpan.FromMinutes(1)], null, TimeSpan.FromMinutes(2)),
        });
        await TakeAsync("m-1", "joe");
        await peer.HearAsync(".");
        await TakeAsync("m-2", "joe");
        var held = await Queue!.Handling.HandleAsync(HandlingVerb.Hold, new Selection());
        Assert.Equal(["it is being sent just now; it is held where that fails", null], held.Select(h => h.Obstacle));
        await Clock.ArmedAsync(TimeSpan.FromMinutes(10));
        Clock.Advance(TimeSpan.FromMinutes(10));
        await Eventually.TrueAsync(
            () => Queue.Handling.List(new Selection(["m-1"])).Single().Tries == 1
                && Queue.Handling.Ways().All(w => w.Waiting == 0),
            "some messages are still under way");
        var left = Queue.Handling.List(new Selection(["m-1", "m-2"]));
        Assert.Equal([("m-1", "held", 1), ("m-2", "held", 0)], left.Select(m => (m.Id, m.State, m.Tries)));
    }

    [Fact]
    [Trait("Rows", "RL-08")]
    public async Task A_further_connection_without_a_greeting_puts_nothing_off()
    {
        await using var peer = new ScriptedPeer(
            [.. Stalled, "S: !wait", "S: 250 ok", .. Mail, .. Joe, "C: DATA", "S: 250 1", "S: 250 2", "S: 354 go", .. Content],
            ["S: !wait"]);
        Open(peer.EndPoint, o => o with { ConnectionsPerHost = 2 });
        await TakeAsync("m-1", "joe");
        await peer.HearAsync(".");
        await TakeAsync("m-2", "joe");
        await Clock.ArmedAsync(TimeSpan.FromMinutes(5));
        Clock.Advance(TimeSpan.FromMinutes(6));
        await Eventually.TrueAsync(
            () => Queue!.Handling.Ways().Single() is { Connections: 1, Waiting: 1 }, "the second connection goes on");
        peer.Go();
        await peer.HearAsync(".");
    }

    [Fact]
    [Trait("Rows", "RL-08")]
    public async Task What_waits_while_a_slow_host_takes_a_message_waits_for_that()
    {
        await using var peer = new ScriptedPeer(
            [.. Stalled, "S: !wait", "S: 250 ok", .. Mail, .. Joe, "C: DATA", "S: 250 1", "S: 250 2", "S: 354 go", .. Content],
            ["S: 421 busy"], ["S: 421 busy"]);
        Open(peer.EndPoint, o => o with { ConnectionsPerHost = 2 });
        await TakeAsync("m-1", "joe");
        await peer.HearAsync(".");
        await TakeAsync("m-2", "joe");
        await peer.HearAsync(ScriptedPeer.HungUp);
        await Eventually.TrueAsync(() => Connections() == 1, "the second connection goes on");
        Clock.Advance(TimeSpan.FromSeconds(70));
        // Longer than a host is spared a further connection: it is asked for one again.
        await TakeAsync("m-3", "joe");
        await peer.HearAsync(ScriptedPeer.HungUp);
        await Eventually.TrueAsync(() => Connections() == 1, "the third connection goes on");
        peer.Go();
        await peer.HearAsync("MAIL FROM:<a@b.example>");

        int Connections() => Queue!.Handling.Ways().Single().Connections;
    }

    // RFC 5321 3.8, and hosts that do not even say so.
    [Theory]
    [InlineData("S: 421 enough", "S: !close")]
    [InlineData("S: 250 1", "S: 421 enough", "S: !close")]
    [InlineData("S: !close")]
    [Trait("Rows", "RL-08")]
    public async Task A_used_connection_that_ends_before_the_message_costs_it_nothing(params string[] end)
    {
        await using var peer = new ScriptedPeer(
            [.. Stalled, "S: 250 ok", .. Mail, .. Joe, "C: RCPT TO:<jim@d.example>", "C: DATA", .. end],
            [.. Opening, .. Mail, .. Joe, "C: RCPT TO:<jim@d.example>", "C: DATA"]);
        Open(peer.EndPoint, o => o with { ConnectionsPerHost = 1 });
        await TakeAsync("m-1", "joe");
        await peer.HearAsync(".");
        await TakeAsync("m-2", "joe", "jim");
        await peer.HearAsync("DATA");
        // Without the clock: nobody waits for another try.
        await peer.HearAsync("DATA");
    }

    [Theory]
    [InlineData("[127.0.0.1]")]
    [InlineData("[0.0.0.0]")]
    [InlineData("[IPv6:::]")]
    [InlineData("[IPv6:::ffff:0.0.0.0]")]
    [Trait("Rows", "RL-14")]
    public async Task Mail_for_an_address_of_the_gateway_s_own_would_come_back(string domain)
    {
        Open(new(System.Net.IPAddress.Loopback, 2525), isDirect: true);
        await TakeAsync("m-1", $"joe@{domain}");
        // What is left is the report, for whose domain there is no name server.
        await Eventually.TrueAsync(
            () => Queue!.Handling.List(new Selection()).All(m => m.Open is ["a@b.example"]), "it is tried");
    }

    [Fact]
    [Trait("Rows", "RL-17")]
    public async Task A_question_that_a_stop_breaks_off_was_not_a_try()
    {
        using var silent = new System.Net.Sockets.UdpClient(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 0));
        Open((System.Net.IPEndPoint)silent.Client.LocalEndPoint!, isDirect: true);
        await TakeAsync("m-1", "joe@far.example");
        await silent.ReceiveAsync().WaitAsync(TestLimits.Wait);
        await Queue!.StopAsync(new CancellationToken(canceled: true)).WaitAsync(TestLimits.Wait);
        Assert.Equal(0, Queue.Handling.List(new Selection()).Single().Tries);
    }

    [Fact]
    [Trait("Rows", "RL-13")]
    public async Task A_domain_whose_name_servers_are_silent_is_given_up_for_this_time()
    {
        using var silent = new System.Net.Sockets.UdpClient(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 0));
        // Twelve times that is less than a question may take.
        Open(
            (System.Net.IPEndPoint)silent.Client.LocalEndPoint!,
            o => o with { Limits = o.Limits with { Greeting = TimeSpan.FromMilliseconds(100) } },
            isDirect: true);
        await TakeAsync("m-1", "joe@far.example");
        await Clock.ArmedAsync(TimeSpan.FromSeconds(1.2));
        Clock.Advance(TimeSpan.FromSeconds(1.2));
        await RestAsync();
        Assert.Equal(1, Queue!.Handling.List(new Selection([])).Single().Tries);
    }

    [Fact]
    [Trait("Rows", "RL-13")]
    public async Task What_cannot_be_read_for_what_its_host_lacks_does_not_stay_under_way()
    {
        await using var peer = new ScriptedPeer(["S: 421 busy"], Opening);
        Open(peer.EndPoint);
        // Whether it needs SMTPUTF8 its header says.
        await using (var arrival = Queue!.Begin(new SmtpGate.Outgoing.Arriving(
            "m-1", new(new("a", "b.example")), MailParameters.None with { Utf8 = true }, [new("joe", "d.example")])))
        {
            await arrival.WriteAsync("Subject: x\r\n\r\nhello\r\n"u8.ToArray(), CancellationToken.None);
            await arrival.AcceptAsync(CancellationToken.None);
        }
        await RestAsync();
        await Spools.TruncateTriedAsync(Folder["spool"], "Subject: x");
        Clock.Advance(TimeSpan.FromMinutes(15));
        await peer.HearAsync("EHLO gate.example");
        await RestAsync();
        Assert.Equal(2, Queue.Handling.List(new Selection([])).Single().Tries);
    }

    [Fact]
    [Trait("Rows", "RL-13")]
    public async Task Who_takes_no_connection_is_waited_for_no_longer_than_that_may_take()
    {
        // One waits to be accepted, which is as many as may: what comes besides is dropped by the system, as by a firewall.
        using var full = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        full.Start(0);
        var host = (System.Net.IPEndPoint)full.LocalEndpoint;
        using var waits = new System.Net.Sockets.TcpClient();
        await waits.ConnectAsync(host);
        Open(host);
        await TakeAsync("m-1", "joe");
        await Clock.ArmedAsync(TimeSpan.FromSeconds(30));
        Clock.Advance(TimeSpan.FromSeconds(30));
        await RestAsync();
        Assert.Equal(1, Queue!.Handling.List(new Selection([])).Single().Tries);
    }

    [Theory]
    [InlineData("connect")]
    [InlineData("data")]
    [Trait("Rows", "RL-13")]
    public async Task A_fault_on_the_way_keeps_nothing_under_way(string where)
    {
        await using var peer = new ScriptedPeer([.. Opening, .. Mail, .. Joe, "C: DATA", "S: 250 1", "S: 250 2", "S: 354 go"]);
        // No setting can say so: it stands for a fault that nobody has thought of.
        var never = TimeSpan.FromSeconds(-7);
        Open(peer.EndPoint, o => o with
        {
            Limits = where == "connect" ? o.Limits with { Connect = never, Greeting = never } : o.Limits with { Data = never },
        });
        await TakeAsync("m-1", "joe");
        await RestAsync();
        Assert.Equal(1, Queue!.Handling.List(new Selection([])).Single().Tries);
    }
}
