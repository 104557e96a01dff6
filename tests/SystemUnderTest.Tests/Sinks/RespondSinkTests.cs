using SmtpGate.Grammar;
using SmtpGate.Sinks;

namespace SmtpGate.Tests.Sinks;

public sealed class RespondSinkTests
{
    [Theory]
    [InlineData(true, Passing.Consumed)]
    [InlineData(false, Passing.On)]
    public async Task It_says_its_reply_and_consumes_the_event_or_not(bool consume, Passing passing)
    {
        var asked = Asked.About("VRFY");
        var sink = new RespondSink(new RespondSettings(Replies.NotImplemented, consume, false));
        Assert.Equal(passing, await sink.OnEventAsync(asked, CancellationToken.None));
        Assert.Equal(Replies.NotImplemented, asked.Reply);
        Assert.False(asked.Drops);
    }

    [Theory]
    [InlineData(false, false, false)]
    [InlineData(true, false, true)]
    [InlineData(false, true, true)]
    public async Task It_disconnects_or_leaves_it_as_it_was(bool disconnect, bool before, bool after)
    {
        var asked = Asked.About("CONNECT");
        asked.Status = before ? SinkStatus.DropSession : SinkStatus.Success;
        await new RespondSink(new RespondSettings(Replies.Noop, true, disconnect)).OnEventAsync(asked, CancellationToken.None);
        Assert.Equal(after, asked.Drops);
    }
}
