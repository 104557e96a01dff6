using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Benchmarks;

/// <summary>The least that can stand for a client: says a line, hears until a reply is whole.</summary>
internal sealed class BareClient : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[4096];

    public static async Task<BareClient> ConnectAsync(EndPoint server)
    {
        var client = new BareClient();
        await client._socket.ConnectAsync(server);
        await client.HearAsync();
        return client;
    }

    public async Task<string> AskAsync(string line)
    {
        await _socket.SendAsync(Encoding.ASCII.GetBytes(line + "\r\n"));
        return await HearAsync();
    }

    public void Dispose() => _socket.Dispose();

    private async Task<string> HearAsync()
    {
        var heard = "";
        do
        {
            var count = await _socket.ReceiveAsync(_buffer);
            heard += Encoding.ASCII.GetString(_buffer, 0, count);
            if (count == 0)
                throw new InvalidOperationException($"the server closed after '{heard}'");
        }
        while (!IsWhole(heard));
        return heard;
    }

    private static bool IsWhole(string heard) => heard.EndsWith("\r\n", StringComparison.Ordinal)
        && heard[..^2].Split("\r\n")[^1] is [_, _, _, ' ', ..];
}
