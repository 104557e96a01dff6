using System.Net;
using System.Net.Sockets;

namespace SmtpSim.Wire;

/// <summary>
/// A TCP port that stays this program's while listeners on it come and go: between two of them nobody is refused, and
/// whoever comes waits for the next.
/// </summary>
public sealed class Port : IDisposable
{
    // What the system keeps waiting before it lets clients try again.
    internal const int Backlog = 512;

    private Socket _socket;
    private bool _listens;
    private bool _isLimited;

    /// <exception cref="SocketException">The address is taken or not there.</exception>
    public Port(IPEndPoint at)
    {
        _socket = Bound(at);
        EndPoint = (IPEndPoint)_socket.LocalEndPoint!;
    }

    public IPEndPoint EndPoint { get; }

    /// <summary>A listener on this port; the one before it must have ended.</summary>
    /// <param name="atOnce">False: connections are refused until it begins.</param>
    /// <exception cref="SocketException">Connections were refused, and meanwhile somebody else took the port.</exception>
    public IListener Lend(bool atOnce)
    {
        // What a socket was limited to it stays limited to.
        if (_isLimited || (_listens && !atOnce))
            Refuse();
        return new Lent(this);
    }

    public void Dispose() => _socket.Dispose();

    internal static Socket Bound(IPEndPoint at)
    {
        var socket = new Socket(at.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            // A port that is bound and not listened on refuses whoever comes.
            socket.Bind(at);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private void Begin()
    {
        if (!_listens)
            _socket.Listen(Backlog);
        _listens = true;
    }

    // Closed at once, so that nobody waits in vain; bound again, so that the system gives it to nobody else.
    private void Refuse()
    {
        _listens = _isLimited = false;
        _socket.Dispose();
        _socket = Bound(EndPoint);
    }

    private sealed class Lent(Port port) : IListener
    {
        public EndPoint EndPoint => port.EndPoint;

        public void LimitReceiving(int octets)
        {
            // The system lets go of what a listening socket has promised only with the socket.
            if (port._listens)
                port.Refuse();
            port._socket.ReceiveBufferSize = octets;
            port._isLimited = true;
        }

        public void Begin() => port.Begin();

        public void Refuse() => port.Refuse();

        public async ValueTask<Transport> AcceptAsync(CancellationToken cancel) =>
            new SocketTransport(await port._socket.AcceptAsync(cancel));

        // The port goes on listening, for the next.
        public void Dispose()
        {
        }
    }
}
