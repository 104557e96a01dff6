using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using SmtpSim.Wire;

namespace SmtpSim.Tls;

/// <summary>TLS over another transport. Closing says so to the other side first (close_notify); a reset does not.</summary>
public sealed class TlsTransport(SslStream tls, TransportStream stream, Transport below, OctetBuffer arrived) : Transport
{
    // The largest fragment there is (RFC 8446 5.1).
    private readonly byte[] _fragment = new byte[1 << 14];
    private Task<int>? _reading;
    private bool _hasEnded;

    public override bool IsEndSaid => _hasEnded && !stream.HasEnded;

    public override bool HasArrived => _reading is { IsCompleted: true } || arrived.Length > 0 || below.HasArrived;

    public override async ValueTask<int> ReceiveAsync(OctetBuffer into, CancellationToken cancel)
    {
        // A read that was begun goes on: cancelling it could lose half a record.
        _reading ??= tls.ReadAsync(_fragment, CancellationToken.None).AsTask();
        var count = await Mapped(_reading.WaitAsync(cancel));
        _reading = null;
        _hasEnded = count == 0;
        into.Append(_fragment.AsSpan(0, count));
        return count;
    }

    public override async ValueTask<int> SendAsync(ReadOnlyMemory<byte> octets, CancellationToken cancel)
    {
        await Mapped(WriteAsync(octets, cancel));
        return octets.Length;
    }

    /// <summary>
    /// Ends TLS and leaves the connection open. What lies below, and what has arrived there in plain text.
    /// </summary>
    public async Task<(Transport Below, OctetBuffer Arrived)> StopAsync(OctetBuffer into, CancellationToken cancel)
    {
        await tls.ShutdownAsync().WaitAsync(cancel);
        while (await ReceiveAsync(into, cancel) > 0)
        {
            // Said before the other side stopped, too.
        }
        return (below, arrived);
    }

    public override void Shutdown(SocketShutdown how)
    {
        if (how != SocketShutdown.Receive)
            SayGoodbye();
        below.Shutdown(how);
    }

    public override void Close()
    {
        SayGoodbye();
        below.Close();
    }

    public override void Reset() => below.Reset();

    public override void LimitReceiving(int octets) => below.LimitReceiving(octets);

    public override void HoldBack(bool joins) => below.HoldBack(joins);

    protected override void Dispose(bool disposing)
    {
        below.Dispose();
        tls.Dispose();
    }

    private async Task<int> WriteAsync(ReadOnlyMemory<byte> octets, CancellationToken cancel)
    {
        await tls.WriteAsync(octets, cancel);
        return octets.Length;
    }

    // It goes out at once, or the other side reads so slowly that it would not have heard it.
    private void SayGoodbye() => tls.ShutdownAsync().ContinueWith(
        said => said.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    private async Task<int> Mapped(Task<int> work)
    {
        try
        {
            return await work;
        }
        catch (IOException gone) when (gone.InnerException is SocketException socket)
        {
            throw new SocketException((int)socket.SocketErrorCode, socket.Message);
        }
        catch (Exception broken) when (broken is IOException or AuthenticationException or InvalidOperationException)
        {
            var why = TlsTrouble.Of(broken, stream, tls.IsServer);
            throw new SocketException((int)SocketError.ConnectionAborted, $"TLS broke off: {why}");
        }
    }
}
