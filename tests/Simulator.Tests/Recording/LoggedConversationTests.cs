using SmtpSim.Recording;
using SmtpSim.Wire;

namespace SmtpSim.Tests.Recording;

[Trait("Rows", "SM-09")]
public sealed class LoggedConversationTests
{
    // Fourteen of these entries fill the first page.
    [Theory]
    [InlineData(13, null)]
    [InlineData(14, 0L)]
    [InlineData(15, 6L)]
    public void What_is_missing_is_told_though_it_be_how_it_ended(int lines, long? missed)
    {
        var log = new SessionLog(TimeProvider.System, keep: 1000) { KeepsFirst = true };
        for (var i = 0; i < lines; i++)
            log.Heard("client", "NOOP\r\n"u8);
        log.Note("client", "reset by the other side");
        var conversation = LoggedConversation.Of(log, "a", "b", DateTimeOffset.UnixEpoch);
        Assert.Equal(missed, conversation.Missed);
        Assert.Equal(
            missed is not null
                ? $"its end is missing, {missed} octets: a recording holds no more"
                : "the client: reset by the other side",
            Assert.Single(conversation.Notes).Text);
    }
}
