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
    /// <param name="descriptors">So many files and connections it may have open; null: as many as this process.</param>
    public static async Task<RunningGateway> WithAsync(string settings, int? descriptors = null)
    {
        var folder = Directory.CreateTempSubdirectory("smtpgate-");
        var config = Path.Combine(folder.FullName, "gw.json");
        await File.WriteAllTextAsync(config, settings);
        return await StartAsync(config, folder, descriptors);
    }

    /// <summary>It has not ended.</summary>
    public bool IsThere => !_process.HasExited;

    /// <summary>Its configuration file.</summary>
    public string Config { get; private init; } = "";

    private static async Task<RunningGateway> StartAsync(string config, DirectoryInfo? folder, int? descriptors = null)
    {
        var start = descriptors is { } most
            ? new ProcessStartInfo("/bin/sh", ["-c", $"ulimit -n {most}; exec \"$0\" run --config \"$1\"", Program, config])
            : new ProcessStartInfo(Program, ["run", "--config", config]);
        start.RedirectStandardOutput = true;
        var process = Process.Start(start)!;
        var ready = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("it did not start");
        return new RunningGateway(process, IPEndPoint.Parse(ready.Split(' ')[2]), folder) { Config = config };
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder?.Delete(recursive: true);
    }
}
