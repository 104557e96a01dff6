using System.Net.Sockets;

namespace SmtpSim.Wire;

/// <summary>Somebody else's stream. It cannot be reset or half-closed, unless it is one of ours: both close it.</summary>
public sealed class StreamTransport(Stream stream) : Transport
{
    private readonly byte[] _piece = new byte[16 * 1024];
    private Task<int>? _reading;

    public override bool HasArrived => _reading is { IsCompleted: true };

    public override async ValueTask<int> ReceiveAsync(OctetBuffer into, CancellationToken cancel)
    {
        // A read that was begun goes on: not every stream can be read again after a cancelled one.
        _reading ??= stream.ReadAsync(_piece, CancellationToken.None).AsTask();
        try
        {
            var count = await _reading.WaitAsync(cancel);
            _reading = null;
            into.Append(_piece.AsSpan(0, count));
            return count;
        }
        catch (Exception broken) when (broken is IOException or ObjectDisposedException)
        {
            throw new SocketException((int)SocketError.ConnectionReset, broken.Message);
        }
    }

    public override async ValueTask<int> SendAsync(ReadOnlyMemory<byte> octets, CancellationToken cancel)
    {
        try
        {
            await stream.WriteAsync(octets, cancel);
            await stream.FlushAsync(cancel);
            return octets.Length;
        }
        catch (Exception broken) when (broken is IOException or ObjectDisposedException)
        {
            throw new SocketException((int)SocketError.ConnectionReset, broken.Message);
        }
    }

    public override void Shutdown(SocketShutdown how)
    {
        if (stream is TransportStream own)
            own.Below.Shutdown(how);
        else
            stream.Dispose();
    }

    public override void Close() => stream.Dispose();

    public override void Reset()
    {
        if (stream is TransportStream own)
            own.Below.Reset();
        stream.Dispose();
    }

    protected override void Dispose(bool disposing) => stream.Dispose();
}
