using System.Net.Sockets;

namespace SmtpSim.Wire;

/// <summary>
/// What carries a connection's octets: a socket, memory, or TLS over either. It neither logs nor understands anything.
/// A peer that is gone is a <see cref="SocketException"/>, whatever the carrier.
/// </summary>
public abstract class Transport : IDisposable
{
    /// <summary>True where more can be received at once.</summary>
    public abstract bool HasArrived { get; }

    /// <summary>The other side has said that it ends, before it did: TLS' close_notify (RFC 8446 6.1).</summary>
    public virtual bool IsEndSaid => false;

    /// <summary>Waits for something and appends it. 0: the other side has ended its direction.</summary>
    public abstract ValueTask<int> ReceiveAsync(OctetBuffer into, CancellationToken cancel);

    /// <summary>Sends some of the octets, in one write; returns how many.</summary>
    public abstract ValueTask<int> SendAsync(ReadOnlyMemory<byte> octets, CancellationToken cancel);

    /// <summary>Half-closes.</summary>
    public abstract void Shutdown(SocketShutdown how);

    /// <summary>An orderly close: FIN, after what was written.</summary>
    public abstract void Close();

    /// <summary>Ends at once: a real RST, and what was not yet sent is thrown away.</summary>
    public abstract void Reset();

    /// <summary>The size of the receive buffer, and so of the window that is offered; where there is one.</summary>
    public virtual void LimitReceiving(int octets)
    {
    }

    /// <summary>Lets small writes be held back to join them (Nagle's algorithm), or not; where that exists.</summary>
    public virtual void HoldBack(bool joins)
    {
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected abstract void Dispose(bool disposing);
}
