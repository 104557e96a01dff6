using System.Net;
using System.Net.Sockets;
using SmtpGate.Names;

namespace SmtpGate.Tests.Names;

public sealed class DnsClientTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Without_servers_nothing_is_known()
    {
        var client = new DnsClient([], Patience, TimeProvider.System);
        var answer = await client.AskAsync("a.test", RecordType.A, CancellationToken.None);
        Assert.Equal(DnsOutcome.Unknown, answer.Outcome);
    }

    [Fact]
    public async Task A_server_that_is_silent_is_asked_twice_and_no_more()
    {
        var clock = new ManualTime();
        using var server = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var asking = Client(server, clock).AskAsync("a.test", RecordType.A, CancellationToken.None).AsTask();
        var ids = new List<int>();
        for (var i = 0; i < 2; i++)
        {
            ids.Add((await QuestionAsync(server)).Id);
            clock.Advance(Patience);
        }
        Assert.Equal(DnsOutcome.Unknown, (await asking.WaitAsync(TestLimits.Wait)).Outcome);
        Assert.NotEqual(ids[0], ids[1]);
    }

    [Fact]
    public async Task What_is_no_answer_to_the_question_is_not_listened_to()
    {
        using var server = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var asking = Client(server, TimeProvider.System).AskAsync("a.test", RecordType.A, CancellationToken.None).AsTask();
        var (id, question, from) = await QuestionAsync(server);
        foreach (var (answer, code) in new[] { (id ^ 1, 0), (id, 3) })
        {
            byte[] octets = [.. question];
            (octets[0], octets[1], octets[2], octets[3], octets[11]) = ((byte)(answer >> 8), (byte)answer, 0x81, (byte)code, 0);
            await server.SendAsync(octets, from);
        }
        Assert.Equal(DnsOutcome.NoSuchName, (await asking.WaitAsync(TestLimits.Wait)).Outcome);
    }

    private static DnsClient Client(UdpClient server, TimeProvider clock) =>
        new([(IPEndPoint)server.Client.LocalEndPoint!], Patience, clock);

    private static async Task<(int Id, byte[] Octets, IPEndPoint From)> QuestionAsync(UdpClient server)
    {
        var question = await server.ReceiveAsync().WaitAsync(TestLimits.Wait);
        return ((question.Buffer[0] << 8) | question.Buffer[1], question.Buffer, question.RemoteEndPoint);
    }
}
