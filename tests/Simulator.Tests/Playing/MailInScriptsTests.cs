using SmtpSim.Messages;
using SmtpSim.Playing;
using SmtpSim.Transcripts;

namespace SmtpSim.Tests.Playing;

public sealed class MailInScriptsTests
{
    private const string Send = "S: 220\nC: EHLO x\nS: 250\nC: MAIL FROM:<{{run}}@x>\nS: 250\nC: RCPT TO:<a@b>\nS: 250\n"
        + "C: DATA\nS: 354\n@body <<E\nx\nE\nS: 250\n";

    [Theory]
    [InlineData("@mail count 1", "")]
    [InlineData("@mail count 1 within 2s id r1", "")]
    [InlineData("@mail count 0 id other", "")]
    [InlineData("@mail count 2 within 100ms", "the next hop received another number")]
    [InlineData("@mail count 0", "the next hop received another number")]
    public async Task A_script_counts_what_the_next_hop_received(string count, string reason)
    {
        var options = Stage.Options with { Mail = new MailStore(TimeProvider.System) };
        await using var server = Stage.Serve("@serve default", null, options);
        var script = Send + "@mail count 1 within 5s\n" + count;
        var outcome = await Stage.WalkAsync(server.EndPoint, script, new Variables([new("run", "r1")]), options);
        Assert.Equal(reason, outcome.Reason);
    }

    [Fact]
    public async Task Where_nobody_can_tell_the_count_is_missing()
    {
        await using var server = Stage.Serve("@serve default");
        var outcome = await Stage.WalkAsync(server.EndPoint, "@mail count 0");
        Assert.Equal((End.Missing, "mail"), (outcome.End, outcome.Reason));
    }
}
