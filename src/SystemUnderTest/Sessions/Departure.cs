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

    // Behind that nobody tells what becomes of the connection: it is looked at again.
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _gone = new();
    private readonly CancellationTokenRegistration _closed;
    private readonly ITimer _again;
    private readonly Socket? _socket;

    public Departure(ConnectionContext connection, TimeProvider clock)
    {
        _socket = connection.Features.Get<IConnectionSocketFeature>()?.Socket;
        _again = clock.CreateTimer(_ => Judge(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _closed = connection.ConnectionClosed.Register(Judge);
    }

    public CancellationToken Gone => _gone.Token;

    public void Dispose()
    {
        _closed.Dispose();
        _again.Dispose();
        _gone.Dispose();
    }

    private void Judge()
    {
        try
        {
            if (HasSaidEverything(_socket))
                _again.Change(Look, Timeout.InfiniteTimeSpan);
            else
                _gone.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The session has ended meanwhile.
        }
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
