using System.Diagnostics;
using System.Net;

namespace Conformance.Tests;

/// <summary><c>smtpsim serve</c> as a process of its own, until it is disposed.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    public static readonly string Program = Path.Combine(
        Repository.Folder("artifacts"), "bin", "Tool", "debug", OperatingSystem.IsWindows() ? "smtpsim.exe" : "smtpsim");

    private readonly Process _process;
    private readonly DirectoryInfo _folder;

    private RunningServer(Process process, IPEndPoint endPoint, DirectoryInfo folder) =>
        (_process, EndPoint, _folder) = (process, endPoint, folder);

    public IPEndPoint EndPoint { get; }

    /// <param name="descriptors">So many files and connections it may have open.</param>
    /// <param name="options">Of its command line.</param>
    public static async Task<RunningServer> WithAsync(string script, int descriptors = 1024, string options = "")
    {
        var folder = Directory.CreateTempSubdirectory("smtpsim-");
        var file = Path.Combine(folder.FullName, "server.smtp");
        await File.WriteAllTextAsync(file, script);
        var process = Process.Start(new ProcessStartInfo(
            "/bin/sh",
            ["-c", $"ulimit -n {descriptors}; exec \"$0\" serve \"$1\" --listen 127.0.0.1:0 --quiet {options}", Program, file])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var ready = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("it did not start");
        return new RunningServer(process, IPEndPoint.Parse(ready.Split(' ')[^1]), folder);
    }

    /// <summary>It has not ended.</summary>
    public bool IsThere => !_process.HasExited;

    /// <summary>Ctrl-C; the exit code.</summary>
    public async Task<int> StopAsync()
    {
        using var kill = Process.Start("/bin/kill", ["-INT", $"{_process.Id}"]);
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(20));
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }
}
