using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace SmtpSim.Wire;

/// <summary>Where connections come from.</summary>
public interface IListener : IDisposable
{
    EndPoint EndPoint { get; }

    /// <summary>The size of the receive buffer, and so of the window that is offered first; where there is one.</summary>
    void LimitReceiving(int octets)
    {
    }

    /// <summary>Lets connections come; until then they are refused.</summary>
    void Begin();

    /// <summary>Refuses connections from now on.</summary>
    void Refuse();

    /// <exception cref="SocketException">The system has no more sockets.</exception>
    ValueTask<Transport> AcceptAsync(CancellationToken cancel);
}

/// <summary>A TCP port.</summary>
public sealed class SocketListener : IListener
{
    private readonly Socket _socket;
    private readonly bool _owned;

    private SocketListener(Socket socket, bool owned)
    {
        (_socket, _owned) = (socket, owned);
        EndPoint = socket.LocalEndPoint!;
    }

    public EndPoint EndPoint { get; }

    /// <exception cref="SocketException">The address is taken or not there.</exception>
    public static SocketListener At(IPEndPoint at) => new(Port.Bound(at), owned: true);

    /// <summary>A port that listens already, and goes on listening when nobody accepts any more.</summary>
    public static SocketListener On(Socket listening) => new(listening, owned: false);

    public void LimitReceiving(int octets) => _socket.ReceiveBufferSize = octets;

    public void Begin()
    {
        if (_owned)
            _socket.Listen(Port.Backlog);
    }

    public async ValueTask<Transport> AcceptAsync(CancellationToken cancel) =>
        new SocketTransport(await _socket.AcceptAsync(cancel));

    public void Refuse()
    {
        if (_owned)
            _socket.Dispose();
    }

    public void Dispose() => Refuse();
}

/// <summary>Connections without sockets, for programs that can speak over any stream.</summary>
public sealed class MemoryListener : IListener
{
    private readonly Channel<Transport> _waiting = Channel.CreateUnbounded<Transport>();
    private bool _begun;

    public EndPoint EndPoint { get; } = new IPEndPoint(IPAddress.None, 0);

    public void Begin() => _begun = true;

    /// <summary>The client's side of a new connection.</summary>
    /// <exception cref="SocketException">Nobody listens.</exception>
    public Transport Connect()
    {
        var (client, server) = MemoryTransport.Pair();
        return _begun && _waiting.Writer.TryWrite(server)
            ? client
            : throw new SocketException((int)SocketError.ConnectionRefused);
    }

    public ValueTask<Transport> AcceptAsync(CancellationToken cancel) => _waiting.Reader.ReadAsync(cancel);

    public void Refuse() => Dispose();

    public void Dispose()
    {
        _waiting.Writer.TryComplete();
        // Whoever was not accepted yet hears that nobody will.
        while (_waiting.Reader.TryRead(out var waiting))
            waiting.Reset();
    }
}
