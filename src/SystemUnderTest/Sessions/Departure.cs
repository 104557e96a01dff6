using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace SmtpGate.Sessions;

/// <summary>
/// Tells when a client is gone: nothing can be said to it any more. Who has only ended its own direction, having said
/// everything (RFC 9293 3.6), still waits for its answers; Exim does so behind QUIT.
/// </summary>
internal sealed class Departure : IDisposable
{
    // Linux, netinet/tcp.h: the option, and the state behind a FIN that was received and not answered yet.
    private const int TcpInfo = 11;
    private const byte CloseWait = 8;

    private readonly CancellationTokenSource _gone = new();
    private readonly CancellationTokenRegistration _closed;

    public Departure(ConnectionContext connection) => _closed = connection.ConnectionClosed.Register(() =>
    {
        if (!HasSaidEverything(connection.Features.Get<IConnectionSocketFeature>()?.Socket))
            _gone.Cancel();
    });

    public CancellationToken Gone => _gone.Token;

    public void Dispose()
    {
        _closed.Dispose();
        _gone.Dispose();
    }

    private static bool HasSaidEverything(Socket? socket)
    {
        if (socket is null || !OperatingSystem.IsLinux())
            return false;
        Span<byte> state = stackalloc byte[1];
        try
        {
            socket.GetRawSocketOption((int)ProtocolType.Tcp, TcpInfo, state);
            return state[0] == CloseWait;
        }
        catch (Exception over) when (over is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }
}
