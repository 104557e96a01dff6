using System.Net;
using SmtpSim.Messages;

namespace SmtpSim.Conformance;

/// <summary>What a run judges: the gateway it starts itself, or a server that runs already.</summary>
public interface ITestBed : IAsyncDisposable
{
    string Name { get; }

    /// <summary>The server for cases that need nothing of their own.</summary>
    Task<IPEndPoint> EndPointAsync(CancellationToken cancel);

    /// <summary>What cases may insert about that server. A value may insert others itself, <c>{{run}}</c> above all.</summary>
    IReadOnlyDictionary<string, string> Facts { get; }

    /// <summary>What that server's next hop received; null where nobody can tell.</summary>
    MailStore? Mail { get; }

    /// <summary>Gateways for cases with a configuration of their own; null where that cannot be.</summary>
    Lanes? Lanes { get; }
}
