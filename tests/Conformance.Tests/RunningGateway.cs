using System.Diagnostics;
using System.Net;

namespace Conformance.Tests;

/// <summary>The gateway as a process of its own, until it is disposed.</summary>
internal sealed class RunningGateway : IAsyncDisposable
{
    public static readonly string Program = Path.Combine(
        Repository.Folder("artifacts"), "bin", "SystemUnderTest", "debug",
        OperatingSystem.IsWindows() ? "smtpgate.exe" : "smtpgate");

    private readonly Process _process;

    private RunningGateway(Process process, IPEndPoint endPoint) => (_process, EndPoint) = (process, endPoint);

    /// <summary>Of its first listener.</summary>
    public IPEndPoint EndPoint { get; }

    /// <param name="config">The configuration file.</param>
    public static async Task<RunningGateway> StartAsync(string config)
    {
        var start = new ProcessStartInfo(Program, ["run", "--config", config]) { RedirectStandardOutput = true };
        var process = Process.Start(start)!;
        var ready = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("it did not start");
        return new RunningGateway(process, IPEndPoint.Parse(ready.Split(' ')[2]));
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
