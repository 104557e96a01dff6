using SmtpGate.Grammar;
using SmtpGate.Relaying;
using SmtpGate.Sinks;
using SmtpGate.Tests.Sinks;

namespace SmtpGate.Tests.Relaying;

[Trait("Rows", "AU-07, AU-08, RL-02")]
public sealed class RelaySinkTests
{
    [Theory]
    [InlineData(RelayFor.Nobody, false, "own.example", "250 2.1.5 joe@own.example")]
    [InlineData(RelayFor.Nobody, true, "foreign.example", "550 5.7.1 Unable to relay for joe@foreign.example")]
    [InlineData(RelayFor.Authenticated, false, "foreign.example", "550 5.7.1 Unable to relay for joe@foreign.example")]
    [InlineData(RelayFor.Authenticated, true, "foreign.example", "250 2.1.5 relaying to joe@foreign.example")]
    [InlineData(RelayFor.Anyone, false, "foreign.example", "250 2.1.5 relaying to joe@foreign.example")]
    [InlineData(RelayFor.Nobody, false, "a.remote.example", "250 2.1.5 joe@a.remote.example")]
    [InlineData(RelayFor.Nobody, false, "remote.example", "550 5.7.1 Unable to relay for joe@remote.example")]
    public async Task It_says_who_may_send_where(RelayFor relayFor, bool authenticated, string domain, string said)
    {
        var remote = new RemoteDomain(DomainPattern.Parse("*.remote.example")!, Relay: true);
        var options = new RelayOptions("own.example", [remote], relayFor);
        var asked = Asked.AboutRecipient("joe", domain);
        if (authenticated)
            asked.Session.Properties.PutBool(SessionProperty.Authenticated, true);
        var passing = await new RelaySink(options, speaks: true).OnEventAsync(asked, CancellationToken.None);
        Assert.Equal(said + "\r\n", asked.Reply?.ToString());
        Assert.Equal(said[0] == '5', passing == Passing.Consumed && asked.IsProtocolError);
        Assert.Equal(said[0] == '5', (asked.Status & SinkStatus.CompleteFailure) != 0);
    }

    [Fact]
    public async Task The_gateway_s_own_says_nothing_to_what_it_lets_pass()
    {
        var sink = new RelaySink(new RelayOptions(null, [], RelayFor.Anyone), speaks: false);
        var asked = Asked.AboutRecipient("joe", "d.example");
        Assert.Equal(Passing.On, await sink.OnEventAsync(asked, CancellationToken.None));
        Assert.Null(asked.Reply);
        Assert.Equal(
            Passing.On, await sink.OnEventAsync(Asked.About("RCPT", new Command.Unreadable("RCPT", Replies.BadRcpt)), default));
    }
}
