using System.Collections.Concurrent;
using SmtpGate.Authentication;
using SmtpGate.Sessions;

namespace SmtpGate.VirtualServers;

/// <summary>What outlives every composition: nothing of it is forgotten because settings change.</summary>
internal sealed class GatewayMemory
{
    private readonly ConcurrentDictionary<string, ConnectionCount> _connections = new(StringComparer.Ordinal);

    public FailureLedger Failures { get; } = new(TimeProvider.System);

    public ConnectionCount ConnectionsOf(string server) => _connections.GetOrAdd(server, _ => new ConnectionCount());
}
