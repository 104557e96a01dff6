using FsCheck.Fluent;
using Microsoft.Extensions.Logging.Abstractions;
using SmtpGate.Grammar;
using SmtpGate.Sinks;

namespace SmtpGate.Tests.Sinks;

public sealed class SinkChainTests
{
    private readonly List<string> _notes = [];

    [Fact]
    public async Task The_lowest_priority_is_asked_first_and_the_highest_last()
    {
        var chain = Chain(Noting("last", 32767), Noting("middle", 24575), Noting("first", 0));
        Assert.Equal(Passing.On, await chain.AskAsync(Asked.About("RCPT"), CancellationToken.None));
        Assert.Equal(["first RCPT", "middle RCPT", "last RCPT"], _notes);
    }

    [Fact]
    public void Equal_priorities_are_asked_in_the_order_of_registration() => Generators.Holds(Prop.ForAll(
        Gen.Choose(0, 3).ArrayOf().ToArbitrary(), priorities =>
        {
            _notes.Clear();
            var chain = Chain([.. priorities.Select((p, i) => Noting($"{i}", p))]);
            Assert.True(chain.AskAsync(Asked.About("RCPT"), CancellationToken.None).AsTask().IsCompletedSuccessfully);
            var expected = priorities.Select((p, i) => (p, i)).OrderBy(b => b.p * 1000 + b.i).Select(b => $"{b.i} RCPT");
            Assert.Equal(expected, _notes);
        }), 200);

    [Fact]
    public async Task A_disabled_sink_is_not_asked()
    {
        var chain = Chain(Disabled("off"), Noting("on", 1));
        await chain.AskAsync(Asked.About("RCPT"), CancellationToken.None);
        Assert.Equal(["on RCPT"], _notes);
        Assert.False(Chain(Disabled("off")).Hears("RCPT"));
    }

    [Fact]
    public async Task Behind_a_sink_that_consumes_nobody_is_asked()
    {
        var consumer = new SinkBinding("c", new NotingSink("c", _notes, Passing.Consumed), Asked.Terms(1));
        var chain = Chain(Noting("before", 0), consumer, Noting("behind", 2));
        Assert.Equal(Passing.Consumed, await chain.AskAsync(Asked.About("RCPT"), CancellationToken.None));
        Assert.Equal(["before RCPT", "c RCPT"], _notes);
    }

    [Fact]
    public async Task The_last_reply_that_a_sink_set_stands()
    {
        SinkBinding Replying(string name, Reply? reply) =>
            new(name, new NotingSink(name, _notes) { Reply = reply }, Asked.Terms(0));
        var asked = Asked.About("RCPT");
        await Chain(Replying("a", Replies.Noop), Replying("b", Replies.Reset), Replying("c", null))
            .AskAsync(asked, CancellationToken.None);
        Assert.Equal(Replies.Reset, asked.Reply);
    }

    [Fact]
    public async Task A_sink_is_asked_about_its_events_only()
    {
        var chain = Chain(Noting("both", 0, "MAIL", "EOD"), Noting("one", 1, "QUIT"));
        foreach (var name in SinkEvent.Names)
            await chain.AskAsync(Asked.About(name), CancellationToken.None);
        Assert.Equal(["both MAIL", "both EOD", "one QUIT"], _notes);
        Assert.Equal(["MAIL", "EOD", "QUIT"], SinkEvent.Names.Where(chain.Hears));
    }

    [Fact]
    public async Task Where_no_sink_is_bound_the_event_passes_on()
    {
        Assert.Equal(Passing.On, await Chain().AskAsync(Asked.About("RCPT"), CancellationToken.None));
        Assert.Equal(Passing.On, await Chain(Noting("a", 0)).AskAsync(Asked.About("NOSUCH"), CancellationToken.None));
        Assert.False(Chain(Noting("a", 0)).Hears("NOSUCH"));
        Assert.Empty(_notes);
    }

    private static SinkChain Chain(params SinkBinding[] bindings) => new(bindings, NullLogger<SinkChain>.Instance);

    private SinkBinding Noting(string name, int priority, params string[] events) =>
        new(name, new NotingSink(name, _notes), Asked.Terms(priority, events));

    private SinkBinding Disabled(string name) => Noting(name, 0) with { Terms = Asked.Terms(0) with { Enabled = false } };

    [Theory]
    [InlineData("ETRN")]
    [InlineData("BDAT")]
    [InlineData("XFOO")]
    public void A_sink_on_every_command_hears_verbs_that_have_no_event_of_their_own(string verb) =>
        Assert.True(Chain(Noting("all", 0, SinkEvent.All)).Hears(verb));
}
