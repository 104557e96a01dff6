using System.Collections.Concurrent;
using SmtpGate.Authentication;
using SmtpGate.Sessions;
using SmtpGate.Tls;

namespace SmtpGate.VirtualServers;

/// <summary>What outlives every composition: nothing of it is forgotten because settings change.</summary>
internal sealed class GatewayMemory
{
    // A server that has moved is found again within this time.
    private static readonly TimeSpan FreshNames = TimeSpan.FromMinutes(2);

    private readonly ConcurrentDictionary<string, ConnectionCount> _connections = new(StringComparer.Ordinal);

    public FailureLedger Failures { get; } = new(TimeProvider.System);

    public Queues Queues { get; } = new();

    public MadeCertificates Certificates { get; } = new(TimeProvider.System);

    /// <summary>Connections to whoever knows whose a token is.</summary>
    public HttpClient TokenServers { get; } =
        new(new SocketsHttpHandler { PooledConnectionLifetime = FreshNames }) { Timeout = Timeout.InfiniteTimeSpan };

    public ConnectionCount ConnectionsOf(string server) => _connections.GetOrAdd(server, _ => new ConnectionCount());
}
