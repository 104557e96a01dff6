using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace SmtpSim.Wire;

/// <summary>A TCP connection.</summary>
public sealed class SocketTransport : Transport
{
    private readonly Socket _socket;

    public SocketTransport(Socket socket)
    {
        _socket = socket;
        // Each write shall be a segment of its own, as far as TCP allows.
        _socket.NoDelay = true;
    }

    /// <exception cref="SocketException">Nobody listens there.</exception>
    public ValueTask ConnectAsync(System.Net.EndPoint target, CancellationToken cancel) => _socket.ConnectAsync(target, cancel);

    public override bool HasArrived => _socket.Available > 0;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<int> ReceiveAsync(OctetBuffer into, CancellationToken cancel)
    {
        var count = await _socket.ReceiveAsync(into.Room(), SocketFlags.None, cancel);
        into.Grown(count);
        return count;
    }

    public override ValueTask<int> SendAsync(ReadOnlyMemory<byte> octets, CancellationToken cancel) =>
        _socket.SendAsync(octets, SocketFlags.None, cancel);

    public override void Shutdown(SocketShutdown how) => _socket.Shutdown(how);

    public override void Close()
    {
        _socket.Shutdown(SocketShutdown.Both);
        _socket.Close();
    }

    public override void Reset()
    {
        // Linger 0 throws away what was not yet sent.
        _socket.LingerState = new LingerOption(true, 0);
        _socket.Close();
    }

    public override void LimitReceiving(int octets) => _socket.ReceiveBufferSize = octets;

    public override void HoldBack(bool joins) => _socket.NoDelay = !joins;

    protected override void Dispose(bool disposing) => _socket.Dispose();
}
