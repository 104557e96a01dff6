using System.Net;

namespace SmtpSim.Tests.Recording;

[Trait("Rows", "SM-09")]
public sealed class RecordingProxyTests
{
    private const string Session =
        "S: 220\nC: EHLO x\nS: 250\n"
        + "C: MAIL FROM:<a@b>\nC+ RCPT TO:<c@d>\nS: 250\nS: 250\nC: DATA\nS: 354\n@body <<E\nSubject: x\n\n.dot\nE\nS: 250\n";

    private readonly Recorder _recorder = new();

    [Fact]
    public async Task What_was_said_is_written_and_plays_back_on_both_sides()
    {
        var lines = await _recorder.RecordAsync("@serve default caps PIPELINING", Session + "C: QUIT\nS: 221\n@eof\n");
        Assert.Contains("C: MAIL FROM:<a@b>", lines);
        Assert.Contains("C+ RCPT TO:<c@d>", lines);
        Assert.Contains("C+ ..dot", lines);
        var recording = string.Join('\n', lines) + "\n";
        await using var server = Stage.Serve(recording);
        Stage.Passed(await Stage.WalkAsync(server.EndPoint, recording));
        await Stage.UntilAsync(() => server.Outcomes.Count == 1);
        Stage.Passed(server.Outcomes[0]);
    }

    [Theory]
    [InlineData("@on NOOP -> @close", "@eof", "# the server: end of stream")]
    [InlineData("@on NOOP -> @reset", "@rst", "# the server: reset by the other side")]
    public async Task How_a_side_ends_is_passed_on(string rule, string end, string note)
    {
        var lines = await _recorder.RecordAsync(rule, $"S: 220\nC: NOOP\n{end}\n");
        Assert.Contains(note, lines);
    }

    [Fact]
    public async Task Of_a_session_that_is_too_long_the_beginning_is_kept_and_the_rest_told()
    {
        var recorder = new Recorder();
        await using var fake = Stage.Serve("@serve default");
        await using var proxy = recorder.Start(fake.EndPoint, seesThrough: false, mostOctets: 2000);
        var noise = string.Concat(Enumerable.Repeat("C: NOOP\nS: 250\n", 200));
        Stage.Passed(await Stage.WalkAsync(proxy.EndPoint, $"S: 220\nC: EHLO x\nS: 250\n{noise}"));
        await Stage.UntilAsync(() => !recorder.IsEmpty);
        Assert.StartsWith("S: 220", recorder.Lines()[0], StringComparison.Ordinal);
        Assert.Contains(
            recorder.Lines(), l => l == $"# its end is missing, {recorder.Missed} octets: a recording holds no more");
        Assert.True(recorder.Missed > 0);
        Assert.Equal(fake.Log.Entries.Sum(e => (long)e.Octets.Length), recorder.Kept + recorder.Missed);
    }

    // However long the greeting is.
    [Theory]
    [InlineData(10)]
    [InlineData(3000)]
    public async Task Where_all_is_taken_every_session_has_its_beginning(int length)
    {
        var recorder = new Recorder();
        await using var fake = Stage.Serve($"@serve default\n@on connect -> S: 220 {{{{x*{length}}}}}");
        await using var proxy = recorder.Start(fake.EndPoint, seesThrough: false, inAll: 0);
        Stage.Passed(await Stage.WalkAsync(proxy.EndPoint, "S: 220\nC: QUIT\nS: 221\n"));
        await Stage.UntilAsync(() => !recorder.IsEmpty);
        Assert.StartsWith("S: 220 xxx", recorder.Lines()[0], StringComparison.Ordinal);
    }

    // The first takes all there is behind its beginning.
    [Fact]
    public async Task What_all_sessions_take_together_is_free_again_when_one_is_written()
    {
        var noise = string.Concat(Enumerable.Repeat("C: NOOP\nS: 250\n", 20));
        var recorder = new Recorder();
        await using var fake = Stage.Serve("@serve default");
        await using var proxy = recorder.Start(fake.EndPoint, seesThrough: false, inAll: 4096);
        using var first = await RawPeer.ConnectAsync(proxy.EndPoint);
        await first.LineAsync();
        for (var i = 0; i < 20; i++)
            await first.AskAsync("NOOP");
        Stage.Passed(await Stage.WalkAsync(proxy.EndPoint, "S: 220\n" + noise));
        await Stage.UntilAsync(() => !recorder.IsEmpty);
        var missed = recorder.Missed;
        Assert.InRange(missed, 20, 500);
        Assert.StartsWith("S: 220", recorder.Lines()[0], StringComparison.Ordinal);
        Assert.Contains($"# its end is missing, {missed} octets: a recording holds no more", recorder.Lines());
        first.Finish();
        await first.RestAsync();
        await Stage.UntilAsync(() => recorder.Count == 2);
        Assert.Equal(missed, recorder.Missed);
        // It is free a moment behind the recording.
        for (var (tries, before) = (0, -1L); recorder.Missed > before; tries++)
        {
            Assert.InRange(tries, 0, 20);
            before = recorder.Missed;
            Stage.Passed(await Stage.WalkAsync(proxy.EndPoint, "S: 220\n" + noise));
            await Stage.UntilAsync(() => recorder.Count == 3 + tries);
        }
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_told_in_the_recording()
    {
        await using var proxy = _recorder.Start(new IPEndPoint(IPAddress.Loopback, 1), false);
        using var peer = await RawPeer.ConnectAsync(proxy.EndPoint);
        Assert.Equal("", await peer.RestAsync());
        await Stage.UntilAsync(() => !_recorder.IsEmpty);
        Assert.Contains(_recorder.Lines(), l => l.StartsWith("# the server: 127.0.0.1:1: ", StringComparison.Ordinal));
        Assert.StartsWith("the server: 127.0.0.1:1: ", _recorder.Trouble, StringComparison.Ordinal);
    }
}
