using System.IO.Pipelines;
using System.Net.Sockets;

namespace SmtpSim.Wire;

/// <summary>
/// One end of a connection inside the process. It behaves like a socket: an end of stream, a reset, a half-close, and a window
/// that fills up and closes.
/// </summary>
public sealed class MemoryTransport : Transport
{
    // About what two socket buffers hold on loopback before a sender has to wait.
    private const int Window = 128 * 1024;

    private readonly PipeReader _in;
    private readonly PipeWriter _out;
    private volatile bool _isDeaf;

    private MemoryTransport(Pipe from, Pipe to) => (_in, _out) = (from.Reader, to.Writer);

    public override bool HasArrived
    {
        get
        {
            try
            {
                if (!_isDeaf && _in.TryRead(out var read))
                {
                    _in.AdvanceTo(read.Buffer.Start);
                    return true;
                }
                return false;
            }
            catch (SocketException)
            {
                // Whoever reads is told.
                return true;
            }
        }
    }

    public static (MemoryTransport One, MemoryTransport Other) Pair()
    {
        var options = new PipeOptions(
            pauseWriterThreshold: Window, resumeWriterThreshold: Window / 2, useSynchronizationContext: false);
        var (there, back) = (new Pipe(options), new Pipe(options));
        return (new MemoryTransport(back, there), new MemoryTransport(there, back));
    }

    public override async ValueTask<int> ReceiveAsync(OctetBuffer into, CancellationToken cancel)
    {
        if (_isDeaf)
            return 0;
        var read = await _in.ReadAsync(cancel);
        foreach (var piece in read.Buffer)
            into.Append(piece.Span);
        var count = (int)read.Buffer.Length;
        _in.AdvanceTo(read.Buffer.End);
        return count;
    }

    public override async ValueTask<int> SendAsync(ReadOnlyMemory<byte> octets, CancellationToken cancel)
    {
        try
        {
            var written = await _out.WriteAsync(octets, cancel);
            return written.IsCompleted ? throw Gone() : octets.Length;
        }
        catch (InvalidOperationException)
        {
            // This side has ended its direction.
            throw new SocketException((int)SocketError.Shutdown);
        }
    }

    public override void Shutdown(SocketShutdown how)
    {
        if (how != SocketShutdown.Receive)
            _out.Complete();
        if (how != SocketShutdown.Send && !_isDeaf)
        {
            _isDeaf = true;
            _ = DrainAsync();
        }
    }

    public override void Close()
    {
        _isDeaf = true;
        _out.Complete();
        _in.Complete();
    }

    public override void Reset()
    {
        _isDeaf = true;
        _out.Complete(Gone());
        _in.Complete();
    }

    // Who reads no more hinders nobody from saying more: a system takes it and throws it away.
    private async Task DrainAsync()
    {
        try
        {
            for (var over = false; !over;)
            {
                var read = await _in.ReadAsync();
                over = read.IsCompleted;
                _in.AdvanceTo(read.Buffer.End);
            }
        }
        catch (Exception ended) when (ended is SocketException or InvalidOperationException)
        {
            // Reset by the other side, or closed by this one.
        }
    }

    protected override void Dispose(bool disposing) => Close();

    private static SocketException Gone() => new((int)SocketError.ConnectionReset);
}
