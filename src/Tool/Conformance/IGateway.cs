using System.Net;

namespace SmtpSim.Conformance;

/// <summary>A server that the run itself started, with a configuration of its own.</summary>
public interface IGateway : IAsyncDisposable
{
    IPEndPoint EndPoint { get; }

    /// <summary>What it has logged so far.</summary>
    string Log { get; }

    /// <summary>Gives it another configuration. False where it refuses that one and keeps its own.</summary>
    Task<bool> ReloadAsync(string configuration, CancellationToken cancel);

    /// <summary>Changes its configuration where it lies, and tells nobody.</summary>
    Task EditAsync(string configuration, CancellationToken cancel);

    /// <summary>Its configuration as it lies there now.</summary>
    Task<string> ConfigurationAsync(CancellationToken cancel);

    /// <summary>Tells it to stop and waits for it; its exit code.</summary>
    Task<int> StopAsync(CancellationToken cancel);
}

/// <summary>A gateway that did not start.</summary>
public sealed class GatewayRefusedException(int exitCode, string said)
    : Exception($"the gateway did not start (exit code {exitCode}): {said}")
{
    public int ExitCode { get; } = exitCode;

    public string Said { get; } = said;
}

/// <summary>Starts gateways: as a process of its own, or inside a test.</summary>
public interface IGatewayLauncher
{
    /// <param name="configuration">The whole configuration as JSON.</param>
    /// <exception cref="GatewayRefusedException">It refused its configuration, or did not come up in time.</exception>
    Task<IGateway> StartAsync(string configuration, CancellationToken cancel);
}
