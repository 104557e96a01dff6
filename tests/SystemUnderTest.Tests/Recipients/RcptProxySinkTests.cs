using Microsoft.Extensions.Logging.Abstractions;
using SmtpGate.Grammar;
using SmtpGate.Recipients;
using SmtpGate.Sinks;
using SmtpGate.Tests.Sinks;
using static SmtpGate.Tests.Recipients.Questions;

namespace SmtpGate.Tests.Recipients;

public sealed class RcptProxySinkTests
{
    private readonly ManualTime _clock = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_unknown_recipient_is_rejected_and_the_client_disconnected_or_not(bool disconnect)
    {
        var (asked, passing) = await AskAsync("550 internal reason", s => s with { DisconnectOnReject = disconnect });
        Assert.Equal(Passing.Consumed, passing);
        Assert.Equal("550 5.1.1 Unable to relay to Joe@d.example\r\n", asked.Reply?.ToString());
        Assert.Equal(disconnect, asked.Drops);
    }

    [Theory]
    [InlineData("250 ok")]
    [InlineData("251 elsewhere")]
    [InlineData("what?")]
    [InlineData("450 later")]
    public async Task A_recipient_that_is_known_or_could_not_be_verified_is_passed_on_without_a_reply(string answer)
    {
        var (asked, passing) = await AskAsync(answer);
        Assert.Equal((Passing.On, null, false), (passing, asked.Reply, asked.Drops));
    }

    [Theory]
    [InlineData(OnTemporary.Tempfail, "450 x", "450 4.1.1 Recipient cannot be verified now, try again later\r\n", false)]
    [InlineData(OnTemporary.Tempfail, "451 x", "451 4.1.1 Recipient cannot be verified now, try again later\r\n", false)]
    [InlineData(OnTemporary.Tempfail, "421 x", "450 4.1.1 Recipient cannot be verified now, try again later\r\n", false)]
    [InlineData(OnTemporary.Reject, "450 mailbox busy", "550 5.1.1 Unable to relay to Joe@d.example\r\n", true)]
    public async Task A_temporary_answer_means_what_is_set(OnTemporary means, string answer, string said, bool disconnects)
    {
        var (asked, passing) = await AskAsync(answer, s => s with { OnTemporary = means });
        Assert.Equal((Passing.Consumed, disconnects), (passing, asked.Drops));
        Assert.Equal(said, asked.Reply?.ToString());
    }

    [Fact]
    public async Task Without_an_answer_nothing_is_temporary()
    {
        var (asked, passing) = await AskAsync("!close", s => s with { OnTemporary = OnTemporary.Tempfail });
        Assert.Equal((Passing.On, null), (passing, asked.Reply));
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("10.0.0.9")]
    [InlineData("::ffff:10.0.0.9")]
    [InlineData("2001:db8::9")]
    public async Task A_client_on_the_list_is_not_verified(string client)
    {
        var list = "127.0.0.1 10.0.0.0/24 2001:db8::9".Split(' ').Select(a => AddressRange.Parse(a)!).ToList();
        var (asked, passing) = await AskAsync(
            "550 no", s => s with { Bypass = list }, Asked.AboutRecipient("Joe", "d.example", client));
        Assert.Equal((Passing.On, null), (passing, asked.Reply));
    }

    [Theory]
    [InlineData("postmaster", "")]
    [InlineData("PostMaster", "d.example")]
    public async Task Postmaster_is_not_verified(string local, string domain)
    {
        var (asked, passing) = await AskAsync("550 no", null, Asked.AboutRecipient(local, domain));
        Assert.Equal((Passing.On, null), (passing, asked.Reply));
    }

    [Fact]
    public async Task Other_events_are_none_of_its_business()
    {
        foreach (var asked in new[] { Asked.About("CONNECT"), Asked.About("VRFY", new Command.Vrfy("joe")) })
            Assert.Equal(Passing.On, (await AskAsync("550 no", null, asked)).Passing);
    }

    [Fact]
    public async Task A_wish_to_disconnect_that_an_earlier_sink_had_stays()
    {
        var earlier = Asked.AboutRecipient("Joe", "d.example");
        earlier.Status = SinkStatus.DropSession;
        var (asked, _) = await AskAsync("550 no", s => s with { DisconnectOnReject = false }, earlier);
        Assert.True(asked.Drops);
    }

    private async Task<(SinkContext Asked, Passing Passing)> AskAsync(
        string answer, Func<VerifierSettings, VerifierSettings>? change = null, SinkContext? about = null)
    {
        await using var peer = new ScriptedPeer([.. Opening, .. Ask(answer), .. Reset]);
        var settings = change is null ? Settings(peer) : change(Settings(peer));
        using var verifier = Verifier(settings, _clock);
        var asked = about ?? Asked.AboutRecipient("Joe", "d.example");
        var sink = new RcptProxySink(verifier, NullLogger<RcptProxySink>.Instance);
        var passing = await sink.OnEventAsync(asked, CancellationToken.None).AsTask().WaitAsync(TestLimits.Wait);
        return (asked, passing);
    }
}
