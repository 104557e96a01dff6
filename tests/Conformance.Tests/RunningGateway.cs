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
    private readonly DirectoryInfo? _folder;

    private RunningGateway(Process process, IPEndPoint endPoint, DirectoryInfo? folder) =>
        (_process, EndPoint, _folder) = (process, endPoint, folder);

    /// <summary>Of its first listener.</summary>
    public IPEndPoint EndPoint { get; }

    /// <param name="config">The configuration file; it stays.</param>
    public static Task<RunningGateway> StartAsync(string config) => StartAsync(config, null);

    /// <summary>With a configuration that goes when the gateway goes.</summary>
    public static async Task<RunningGateway> WithAsync(string settings)
    {
        var folder = Directory.CreateTempSubdirectory("smtpgate-");
        var config = Path.Combine(folder.FullName, "gw.json");
        await File.WriteAllTextAsync(config, settings);
        return await StartAsync(config, folder);
    }

    private static async Task<RunningGateway> StartAsync(string config, DirectoryInfo? folder)
    {
        var start = new ProcessStartInfo(Program, ["run", "--config", config]) { RedirectStandardOutput = true };
        var process = Process.Start(start)!;
        var ready = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("it did not start");
        return new RunningGateway(process, IPEndPoint.Parse(ready.Split(' ')[2]), folder);
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder?.Delete(recursive: true);
    }
}
