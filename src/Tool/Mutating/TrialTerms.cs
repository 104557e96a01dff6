using System.Net;
using System.Net.Sockets;
using SmtpSim.Wire;

namespace SmtpSim.Mutating;

/// <summary>How a target is tried.</summary>
/// <param name="Within">How long a reply may take.</param>
/// <param name="Storm">So many refusals (5xx) in one session are a storm.</param>
public sealed record TrialTerms(EndPoint Target, TimeSpan Within, int Storm, TimeProvider Clock)
{
    /// <summary>How long an answer too many is waited for before more is said; 0: what comes late is heard behind that.</summary>
    public TimeSpan Settle { get; init; }

    /// <summary>Whether the target says anything to who connects.</summary>
    public async Task<bool> IsAliveAsync(CancellationToken cancel)
    {
        using var timer = new CancellationTokenSource(Within, Clock);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel, timer.Token);
        using var transport = new SocketTransport(new Socket(SocketType.Stream, ProtocolType.Tcp));
        try
        {
            await transport.ConnectAsync(Target, limit.Token);
            return await transport.ReceiveAsync(new OctetBuffer(), limit.Token) > 0;
        }
        catch (Exception dead) when (dead is SocketException or OperationCanceledException)
        {
            // Called off it is not dead.
            return cancel.IsCancellationRequested;
        }
    }
}
