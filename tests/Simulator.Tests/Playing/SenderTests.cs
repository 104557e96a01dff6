using System.Diagnostics;
using System.Net.Sockets;
using SmtpSim.Playing;
using SmtpSim.Wire;

namespace SmtpSim.Tests.Playing;

public sealed class SenderTests
{
    [Theory]
    [InlineData("C: EHLO x", "EHLO x\r\n", 1)]
    [InlineData("C: MAIL\nC+ RCPT\nC+ DATA", "MAIL\r\nRCPT\r\nDATA\r\n", 1)]
    [InlineData("C: MAIL\nC: RCPT", "MAIL\r\nRCPT\r\n", 2)]
    [InlineData("C> \"a\\r\"\nC+ b\nC> \"\\0\\xff\"", "a\rb\r\n\0\u00ff", 2)]
    [InlineData("C= * {x}", "* {x}\r\n", 1)]
    [InlineData("@split 3,1,rest\nC: EHLO x", "EHLO x\r\n", 3)]
    [InlineData("@split 2,2\nC: EHLO x", "EHLO x\r\n", 3)]
    [InlineData("@split 100\nC: EHLO x", "EHLO x\r\n", 1)]
    [InlineData("@chunk 1\nC: abc", "abc\r\n", 5)]
    [InlineData("@chunk 4\nC: abc", "abc\r\n", 2)]
    [InlineData("@cut 3\nC: abcdef", "abc", 1)]
    [InlineData("@cut 3\n@chunk 2\nC: abcdef", "abc", 2)]
    [InlineData("@cut 0\nC: abc\nC: d", "d\r\n", 1)]
    [InlineData("@chunk 3\nC: ab\nC+ cd\nC: ef", "ab\r\ncd\r\nef\r\n", 4)]
    [InlineData("@body <<E\n.a\n..\nb\nE", "..a\r\n...\r\nb\r\n.\r\n", 1)]
    [InlineData("@body raw <<E\n.a\nE", ".a\r\n", 1)]
    [InlineData("@chunk 5\n@body <<E\nab\nE", "ab\r\n.\r\n", 2)]
    [InlineData("C: {{name}} {{a*3}}", "ü aaa\r\n", 1)]
    public async Task A_script_sends_these_octets_in_so_many_segments(string script, string octets, int segments)
    {
        var outcome = await Stage.PlayAsync(
            script + "\n@shutdown write\n@eof",
            async peer =>
            {
                Assert.Equal(octets, Utf8(await peer.RestAsync(), octets));
                Assert.Equal(segments, peer.Segments() ?? segments);
            },
            new SmtpSim.Transcripts.Variables([new("name", "ü")]));
        Stage.Passed(outcome);
    }

    [Fact]
    public async Task Pieces_come_with_the_pauses_between_them() => Stage.Passed(await Stage.PlayAsync(
        "@chunk 2 every 60ms\nC: abc\n@eof",
        async peer =>
        {
            var watch = Stopwatch.StartNew();
            Assert.Equal("abc\r\n", await peer.LineAsync());
            Assert.Equal(3, peer.Segments() ?? 3);
            Assert.InRange(watch.ElapsedMilliseconds, 80, 3000);
        }));

    [Fact]
    public async Task A_server_sends_in_pieces_too()
    {
        await using var server = Stage.Serve("@chunk 3 every 50ms\nS: 220 x\n@split 1,rest\nS: 250-a\nS+ 250 b\n");
        using var peer = await RawPeer.ConnectAsync(server.EndPoint);
        Assert.Equal("220 x\r\n250-a\r\n250 b\r\n", await peer.RestAsync());
        Assert.Equal(5, peer.Segments() ?? 5);
    }

    [Fact]
    public async Task Who_is_gone_is_sent_nothing_more()
    {
        var outcome = await Stage.PlayAsync("@chunk 1 every 20ms\nC: a long line for a short life\nS: 250", async peer =>
        {
            await peer.ReadAsync();
            peer.Reset();
        });
        Assert.Equal(End.Failed, outcome.End);
        Assert.InRange(outcome.Log.Entries.Count(e => e.What == Happening.Said), 1, 30);
    }

    [Fact]
    public async Task Closing_sends_a_FIN_behind_what_was_said() =>
        Stage.Passed(await Stage.PlayAsync("C: bye\n@close", async peer => Assert.Equal("bye\r\n", await peer.RestAsync())));

    [Fact]
    public async Task Resetting_sends_a_RST() => Stage.Passed(await Stage.PlayAsync("S: 220\n@reset", async peer =>
    {
        await peer.SayAsync("220 hi\r\n");
        var reset = await Assert.ThrowsAsync<SocketException>(peer.ReadAsync);
        Assert.Equal(SocketError.ConnectionReset, reset.SocketErrorCode);
    }));

    [Fact]
    public async Task After_half_closing_reading_still_works() => Stage.Passed(await Stage.PlayAsync(
        "C: QUIT\n@shutdown write\nS: 221\n@eof",
        async peer =>
        {
            Assert.Equal("QUIT\r\n", await peer.RestAsync());
            await peer.SayAsync("221 bye\r\n");
        }));

    // The peer reads octets one to a character.
    private static string Utf8(string heard, string wanted) => wanted.Contains('ü', StringComparison.Ordinal)
        ? System.Text.Encoding.UTF8.GetString(System.Text.Encoding.Latin1.GetBytes(heard))
        : heard;
}
