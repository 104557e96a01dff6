using System.Buffers;
using SmtpGate.Outgoing;

namespace SmtpGate.Tests.Outgoing;

public sealed class OutgoingConnectionTests
{
    [Fact]
    public async Task Where_nobody_listens_there_is_no_connection() =>
        Assert.Null(await OutgoingConnection.ConnectAsync(Messages.Nobody(), CancellationToken.None));

    [Theory]
    [InlineData("250 ok", "250 ok")]
    [InlineData("250-a\r\n250 b", "250 a")]
    [InlineData("250", "250 ")]
    [InlineData("hello", "nonsense")]
    [InlineData("250-a\r\n251 b", "nonsense")]
    [InlineData("250 a\nb", "250 a\nb")]
    [InlineData("!close", "lost")]
    public async Task A_line_is_answered_with_a_reply_or_there_is_trouble(string answer, string expected)
    {
        await using var peer = new ScriptedPeer(["C: NOOP", "S: " + answer]);
        using var connection = await ConnectAsync(peer);
        var heard = await connection.AskAsync("NOOP", CancellationToken.None).AsTask().WaitAsync(TestLimits.Wait);
        Assert.Equal(expected, heard.ToString());
    }

    [Theory]
    [InlineData(1018, false)]
    [InlineData(1019, true)]
    [InlineData(100_000, true)]
    public async Task A_reply_line_above_1024_octets_is_nonsense(int text, bool isNonsense)
    {
        await using var peer = new ScriptedPeer(["C: NOOP", "S: 250 " + new string('x', text)]);
        using var connection = await ConnectAsync(peer);
        var heard = await connection.AskAsync("NOOP", CancellationToken.None).AsTask().WaitAsync(TestLimits.Wait);
        Assert.Equal(isNonsense, heard.Trouble == Trouble.Nonsense);
    }

    [Fact]
    public async Task Two_answers_in_one_piece_are_two_answers_and_more_is_out_of_step()
    {
        await using var peer = new ScriptedPeer(["C: a", "S: 250 1\r\n250 2\r\n250 3"]);
        using var connection = await ConnectAsync(peer);
        Assert.Equal("250 1", (await connection.AskAsync("a", CancellationToken.None)).ToString());
        Assert.Equal("250 2", (await connection.ReadReplyAsync(CancellationToken.None)).ToString());
        Assert.True(connection.IsOutOfStep);
    }

    [Fact]
    public async Task A_host_that_waits_for_the_next_line_is_in_step_until_it_hangs_up()
    {
        await using var peer = new ScriptedPeer(["C: a", "S: 250 1", "C: b", "S: 250 2", "S: !close"]);
        using var connection = await ConnectAsync(peer);
        await connection.AskAsync("a", CancellationToken.None);
        Assert.False(connection.IsOutOfStep);
        await connection.AskAsync("b", CancellationToken.None);
        await Eventually.TrueAsync(() => connection.IsOutOfStep, "it is still in step");
        Assert.Equal(Trouble.Lost, (await connection.AskAsync("c", CancellationToken.None)).Trouble);
    }

    [Fact]
    public async Task Only_a_cancelled_token_throws()
    {
        using var cancel = new CancellationTokenSource();
        await using var peer = new ScriptedPeer(["C: a"]);
        using var connection = await ConnectAsync(peer);
        var asking = connection.AskAsync("a", cancel.Token).AsTask();
        await peer.HearAsync("a");
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking.WaitAsync(TestLimits.Wait));
    }

    [Fact]
    public async Task Flushing_to_a_host_that_is_gone_says_so()
    {
        await using var peer = new ScriptedPeer(["S: !close"]);
        using var connection = await ConnectAsync(peer);
        await peer.PlayedAsync();
        var lost = false;
        for (var i = 0; i < 1000 && !lost; i++)
        {
            connection.Output.Write(new byte[64 * 1024]);
            lost = !await connection.FlushAsync(CancellationToken.None).AsTask().WaitAsync(TestLimits.Wait);
        }
        Assert.True(lost);
    }

    private static async Task<OutgoingConnection> ConnectAsync(ScriptedPeer peer) =>
        Assert.IsType<OutgoingConnection>(await OutgoingConnection.ConnectAsync(peer.EndPoint, CancellationToken.None));
}
