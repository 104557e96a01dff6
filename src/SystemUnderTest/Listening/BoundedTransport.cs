using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace SmtpGate.Listening;

/// <summary>
/// Sockets of which no more are accepted than the system has descriptors for: those that come then wait in its backlog. The
/// transport itself asks again at once where there are none, for as long as that lasts, and fills the memory with it.
/// </summary>
public sealed class BoundedTransport(IConnectionListenerFactory sockets, TimeProvider clock, ILogger logger)
    : IConnectionListenerFactory
{
    private readonly Descriptors _descriptors = Descriptors.OfProcess();

    public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        var listener = await sockets.BindAsync(endpoint, cancellationToken);
        // Whoever looks after the gateway comes in always.
        return endpoint is UnixDomainSocketEndPoint ? listener : new BoundedListener(listener, _descriptors, clock, logger);
    }
}
