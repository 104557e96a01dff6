using System.Net.Sockets;
using SmtpSim.Serving;
using SmtpSim.Wire;

namespace SmtpSim.Tests.Serving;

public sealed class ServedWireTests
{
    [Fact]
    public async Task Pipelined_commands_are_answered_in_order()
    {
        await using var server = Stage.Serve("@on RCPT <b@*> -> S: 550 b");
        using var peer = await ConnectedAsync(server);
        await peer.SayAsync("EHLO x\r\nMAIL FROM:<>\r\nRCPT TO:<a@x>\r\nRCPT TO:<b@x>\r\nDATA\r\nhi\r\n.\r\nQUIT\r\n");
        var codes = (await peer.RestAsync()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Select(l => l[..3]);
        Assert.Equal(["250", "250", "250", "550", "354", "250", "221"], codes);
    }

    [Fact]
    public async Task Replies_to_what_came_together_go_out_together()
    {
        await using var server = Stage.Serve("@serve default");
        using var peer = await ConnectedAsync(server);
        await peer.SayAsync("NOOP\r\nNOOP\r\nNOOP\r\n");
        await peer.HearAsync("Still here\r\n250 2.0.0 Still here\r\n250 2.0.0 Still here\r\n");
        var said = server.Log.Entries.Where(e => e.What == Happening.Said).Skip(1).Select(e => e.Octets.Text);
        Assert.Equal([string.Concat(Enumerable.Repeat("250 2.0.0 Still here\r\n", 3))], said);
    }

    [Fact]
    public async Task A_line_without_end_is_dropped_and_reported()
    {
        await using var server = Stage.Serve("@serve default");
        using var peer = await ConnectedAsync(server);
        await Assert.ThrowsAsync<SocketException>(async () =>
        {
            for (var i = 0; i < 100; i++)
                await peer.SayAsync(new string('x', 100_000));
            await peer.RestAsync();
        });
        Assert.Contains(server.Log.Entries, e => e.Text == "a line of more than 1048576 octets: dropped");
    }

    [Theory]
    [InlineData("BDAT 5 LAST\r\nhello", "250 2.0.0 Accepted", "hello")]
    [InlineData("BDAT 3\r\nhelBDAT 2 last\r\nlo", "250 2.0.0 Chunk fine\r\n250 2.0.0 Accepted", "hello")]
    [InlineData("BDAT 7\r\n\r\n.\r\nabBDAT 0 LAST\r\n", "250 2.0.0 Chunk fine\r\n250 2.0.0 Accepted", "\r\n.\r\nab")]
    [InlineData("BDAT x\r\n", "501 5.5.4 BDAT needs a size", null)]
    [InlineData("BDAT 20 LAST\r\n01234567890123456789", "552 5.3.4 Larger than SIZE says", null)]
    public async Task Chunks_are_taken_by_their_size(string said, string replies, string? content)
    {
        await using var server = Stage.Serve("@serve default caps CHUNKING, SIZE 15");
        using var peer = await ConnectedAsync(server);
        foreach (var command in (string[])["HELO x", "MAIL FROM:<>", "RCPT TO:<a@b>"])
            await peer.AskAsync(command);
        await peer.SayAsync(said);
        Assert.Equal(replies + "\r\n", await peer.HearAsync(replies + "\r\n"));
        Assert.Equal(content, server.Mail.All.SingleOrDefault()?.Content.Text);
        Assert.Equal("250 2.0.0 Still here", await peer.AskAsync("NOOP"));
    }

    private static async Task<RawPeer> ConnectedAsync(FakeServer server)
    {
        var peer = await RawPeer.ConnectAsync(server.EndPoint);
        await peer.LineAsync();
        return peer;
    }
}
