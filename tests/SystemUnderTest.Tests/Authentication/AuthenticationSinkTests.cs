using SmtpGate.Authentication;
using SmtpGate.Grammar;
using SmtpGate.Sinks;
using SmtpGate.Tests.Sinks;

namespace SmtpGate.Tests.Authentication;

public sealed class AuthenticationSinkTests
{
    [Theory]
    [InlineData(true, false, new[] { "AUTH PLAIN LOGIN" })]
    [InlineData(true, true, new[] { "AUTH PLAIN LOGIN", "AUTH=PLAIN LOGIN" })]
    [InlineData(false, true, new string[0])]
    [Trait("Rows", "AU-01, AU-16")]
    public async Task It_offers_what_may_be_used_now(bool beforeTls, bool legacy, string[] offers)
    {
        var asked = Asked.About("EHLO", new Command.Ehlo("client.example"));
        await AskAsync(Desks.Usual with { BeforeTls = beforeTls, LegacyLine = legacy }, asked);
        Assert.Equal(offers, asked.Offers);
    }

    [Fact]
    public async Task It_takes_over_the_input_and_consumes_the_event()
    {
        var asked = Asked.About("AUTH", new Command.Auth("LOGIN", null));
        Assert.Equal(Passing.Consumed, await AskAsync(Desks.Usual, asked));
        Assert.Equal(("334 VXNlcm5hbWU6\r\n", SinkStatus.BlobReady), (asked.Reply?.ToString(), asked.Status));
        Assert.NotNull(asked.Callback);
    }

    [Theory]
    [InlineData("MAIL", 530)]
    [InlineData("VRFY", 530)]
    [InlineData("XFOO", 530)]
    [InlineData("NOOP", null)]
    [InlineData("STARTTLS", null)]
    public async Task Where_it_is_demanded_most_must_wait(string keyword, int? code)
    {
        var asked = Asked.About(keyword, new Command.Unreadable(keyword, Replies.Unknown));
        await AskAsync(Desks.Usual with { Required = true }, asked);
        Assert.Equal(code, asked.Reply?.Code);
        var known = Asked.About(keyword, new Command.Unreadable(keyword, Replies.Unknown));
        known.Session.Properties.PutBool(SessionProperty.Authenticated, true);
        Assert.Equal(Passing.On, await AskAsync(Desks.Usual with { Required = true }, known));
    }

    private static ValueTask<Passing> AskAsync(AuthenticationOptions options, SinkContext asked) =>
        new Desks(options).Sink().OnEventAsync(asked, CancellationToken.None);
}
