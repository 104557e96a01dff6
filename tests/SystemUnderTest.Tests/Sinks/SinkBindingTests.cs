using SmtpGate.Sinks;

namespace SmtpGate.Tests.Sinks;

public sealed class SinkBindingTests
{
    [Theory]
    [InlineData("RCPT", "RCPT", true)]
    [InlineData("rcpt", "RCPT", true)]
    [InlineData("RCPT", "MAIL", false)]
    [InlineData("EOD", "EOD", true)]
    [InlineData("CONNECT", "CONNECT", true)]
    [InlineData("*", "MAIL", true)]
    [InlineData("*", "EXPN", true)]
    [InlineData("*", "QUIT", true)]
    [InlineData("*", "CONNECT", false)]
    [InlineData("*", "EOD", false)]
    [InlineData("*", "DISCONNECT", false)]
    public void It_is_for_the_events_it_names_and_the_star_names_every_command(string bound, string name, bool isFor) =>
        Assert.Equal(isFor, Binding([bound]).IsFor(name));

    [Fact]
    public void The_star_and_a_moment_that_is_no_command_can_both_be_named()
    {
        var binding = Binding(["*", "EOD"]);
        Assert.True(binding.IsFor("EOD") && binding.IsFor("NOOP"));
        Assert.False(binding.IsFor("CONNECT"));
    }

    [Fact]
    public void Without_an_event_it_is_for_none() => Assert.DoesNotContain(SinkEvent.Names, Binding([]).IsFor);

    [Fact]
    public void Priorities_are_those_of_the_event_system() =>
        Assert.Equal((0, 24575, 32767), (BindingTerms.FirstPriority, BindingTerms.DefaultPriority, BindingTerms.LastPriority));

    private static SinkBinding Binding(string[] events) =>
        new("test", new RespondSink(new RespondSettings(SmtpGate.Grammar.Replies.Noop, true, false)),
            Asked.Terms(0) with { Events = events });
}
