using SmtpSim.Loading;
using SmtpSim.Wire;

namespace SmtpSim.Tests.Loading;

public sealed class SoakConnectionTests
{
    [Fact]
    public async Task A_reply_of_several_lines_is_one_and_a_refusal_is_told()
    {
        var (connection, server) = Pair();
        await server.SendAsync("250-a\r\n250 b\r\n"u8.ToArray(), CancellationToken.None);
        await connection.HearReplyAsync(CancellationToken.None);
        await server.SendAsync("554 no\r\n"u8.ToArray(), CancellationToken.None);
        Assert.Equal("554 no", (await Assert.ThrowsAsync<IOException>(() => connection.HearReplyAsync(default))).Message);
    }

    [Fact]
    public async Task A_reply_that_does_not_come_is_not_waited_for_for_ever() =>
        await Assert.ThrowsAsync<TimeoutException>(() => Pair().Connection.HearReplyAsync(CancellationToken.None));

    [Fact]
    public async Task What_it_does_ends_with_the_connection()
    {
        var (connection, server) = Pair();
        var acting = new TaskCompletionSource();
        var held = connection.HoldAsync(
            async stop =>
            {
                // Silent until the test is over.
                await Task.Delay(Timeout.InfiniteTimeSpan, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                acting.SetResult();
            },
            CancellationToken.None);
        await server.SendAsync("421 bye\r\n"u8.ToArray(), CancellationToken.None);
        server.Close();
        Assert.Equal("the server closed the connection behind '421 bye'", await held.WaitAsync(TimeSpan.FromSeconds(10)));
        Assert.True(acting.Task.IsCompleted);
    }

    private static (SoakConnection Connection, Transport Server) Pair()
    {
        var (client, server) = MemoryTransport.Pair();
        return (new SoakConnection(client, TimeSpan.FromMilliseconds(300), TimeProvider.System), server);
    }
}
