using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Benchmarks;

/// <summary>The least that can stand for a server: one reply a line, by the first letters, over bare sockets.</summary>
internal sealed class BareServer : IDisposable
{
    private static readonly byte[] Fine = "250 2.0.0 Fine\r\n"u8.ToArray();

    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public BareServer()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        _ = AcceptAsync();
    }

    public IPEndPoint EndPoint => (IPEndPoint)_listener.LocalEndPoint!;

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptAsync());
        }
        catch (SocketException)
        {
            // Disposed.
        }
    }

    private static async Task ServeAsync(Socket socket)
    {
        using var own = socket;
        socket.NoDelay = true;
        await socket.SendAsync("220 bare.example\r\n"u8.ToArray());
        var buffer = new byte[4096];
        for (int count; (count = await socket.ReceiveAsync(buffer)) > 0;)
        {
            var quits = Encoding.ASCII.GetString(buffer, 0, count).StartsWith("QUIT", StringComparison.Ordinal);
            await socket.SendAsync(quits ? "221 2.0.0 Bye\r\n"u8.ToArray() : Fine);
            if (quits)
                return;
        }
    }
}
