using System.Collections.Concurrent;
using System.Net;
using SmtpGate.Grammar;

namespace SmtpGate.Recipients;

/// <summary>One internal server: the connections to it, and whether it is left alone.</summary>
internal sealed record ServerDesk(IPEndPoint Server, VerificationPool Pool, Breaker Breaker);

/// <summary>The internal servers of some settings.</summary>
internal sealed class ServerDesks(VerifierSettings settings, Func<IPEndPoint, ServerDesk> make) : IDisposable
{
    private readonly Dictionary<IPEndPoint, ServerDesk> _desks = settings.Servers.Select(s => s.Server)
        .Concat(settings.Server is null ? [] : [settings.Server]).Distinct().ToDictionary(s => s, make);

    public VerifierSettings Settings => settings;

    /// <summary>Questions that several wait for together.</summary>
    public ConcurrentDictionary<Mailbox, Task<Verdict>> Flights { get; } = new();

    /// <summary>Questions that have found no connection yet; here they never will.</summary>
    public IEnumerable<Question> TakeWaiting() => _desks.Values.SelectMany(d => d.Pool.TakeWaiting());

    /// <summary>Null where nobody can be asked about the domain.</summary>
    public ServerDesk? For(string domain) => settings.ServerFor(domain) is { } server ? _desks[server] : null;

    public void Dispose()
    {
        foreach (var desk in _desks.Values)
            desk.Pool.Dispose();
    }
}
