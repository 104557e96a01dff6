using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace SmtpGate.Names;

/// <summary>Answers questions about names.</summary>
public interface INames
{
    ValueTask<DnsAnswer> AskAsync(string name, RecordType type, CancellationToken cancel);
}

/// <summary>
/// Asks name servers: over UDP, from a port that the system draws anew for each question, with an id drawn anew; over TCP where
/// the answer does not fit. What is no answer to the question is not listened to (RFC 5452).
/// </summary>
/// <param name="servers">In their order; with none nothing is known.</param>
/// <param name="patience">For one answer of one server.</param>
public sealed class DnsClient(IReadOnlyList<IPEndPoint> servers, TimeSpan patience, TimeProvider clock) : INames
{
    // A datagram may be lost; twice in a row it is the server.
    private const int Rounds = 2;

    public async ValueTask<DnsAnswer> AskAsync(string name, RecordType type, CancellationToken cancel)
    {
        var cut = DnsAnswer.Unknown;
        for (var i = 0; i < Rounds * servers.Count; i++)
        {
            var answer = await AskAsync(servers[i % servers.Count], name, type, cancel);
            if (answer.Outcome is DnsOutcome.Found or DnsOutcome.NoSuchName && !answer.IsCut)
                return answer;
            cut = answer.IsCut ? DnsAnswer.Unknown : cut;
        }
        return cut;
    }

    private async ValueTask<DnsAnswer> AskAsync(IPEndPoint server, string name, RecordType type, CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(patience, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        try
        {
            var answer = await OverUdpAsync(server, name, type, true, both.Token);
            if (answer.Outcome == DnsOutcome.NotUnderstood)
                answer = await OverUdpAsync(server, name, type, false, both.Token);
            return answer.IsCut ? await OverTcpAsync(server, name, type, both.Token) : answer;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            return DnsAnswer.Unknown;
        }
        catch (Exception gone) when (gone is SocketException or IOException)
        {
            return DnsAnswer.Unknown;
        }
    }

    private static async ValueTask<DnsAnswer> OverUdpAsync(
        IPEndPoint server, string name, RecordType type, bool extended, CancellationToken cancel)
    {
        var id = (ushort)System.Security.Cryptography.RandomNumberGenerator.GetInt32(0x10000);
        if (DnsMessage.Question(id, name, type, extended) is not { } question)
            return new DnsAnswer(DnsOutcome.NoSuchName, [], false);
        using var socket = new Socket(server.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        // Connected it hears nobody else.
        await socket.ConnectAsync(server, cancel);
        await socket.SendAsync(question, cancel);
        var octets = new byte[DnsMessage.LargestDatagram];
        while (true)
        {
            var count = await socket.ReceiveAsync(octets, cancel);
            if (DnsMessage.Answer(octets.AsSpan(0, count), id, name, type) is { } answer)
                return answer;
        }
    }

    // RFC 7766: two octets of length in front of each message.
    private static async ValueTask<DnsAnswer> OverTcpAsync(
        IPEndPoint server, string name, RecordType type, CancellationToken cancel)
    {
        var id = (ushort)System.Security.Cryptography.RandomNumberGenerator.GetInt32(0x10000);
        var question = DnsMessage.Question(id, name, type, extended: true)!;
        var length = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)question.Length);
        using var client = new TcpClient(server.AddressFamily);
        await client.ConnectAsync(server, cancel);
        var stream = client.GetStream();
        await stream.WriteAsync((byte[])[.. length, .. question], cancel);
        await stream.ReadExactlyAsync(length, cancel);
        var octets = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
        await stream.ReadExactlyAsync(octets, cancel);
        return DnsMessage.Answer(octets, id, name, type) ?? DnsAnswer.Unknown;
    }
}
