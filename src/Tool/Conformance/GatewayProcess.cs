using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Text;

namespace SmtpSim.Conformance;

/// <summary>Starts the gateway as a process and reads from its ready line where it listens.</summary>
/// <param name="program">The gateway's executable.</param>
public sealed class GatewayProcessLauncher(string program) : IGatewayLauncher
{
    // A cold start on a busy machine takes a second or two; this is for one that hangs.
    public static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(20);

    public async Task<IGateway> StartAsync(string configuration, CancellationToken cancel)
    {
        var file = Path.Combine(Path.GetTempPath(), $"smtpgate-{Guid.NewGuid():n}.json");
        // Not to be interrupted: half a file would be left behind.
        await File.WriteAllTextAsync(file, configuration, CancellationToken.None);
        var gateway = GatewayProcess.Start(program, file);
        using var limit = new CancellationTokenSource(StartLimit);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        try
        {
            await gateway.WaitUntilReadyAsync(both.Token);
            return gateway;
        }
        catch
        {
            await gateway.DisposeAsync();
            throw;
        }
    }
}

/// <summary>A running gateway process; it ends with the run whatever happens.</summary>
public sealed class GatewayProcess : IGateway
{
    // Two pipes a process, for many more processes than run at once.
    private const int MostPipes = 128;

    private readonly Process _process;
    private readonly string _configuration;
    private readonly StringBuilder _log = new();

    private GatewayProcess(Process process, string configuration) => (_process, _configuration) = (process, configuration);

    public IPEndPoint EndPoint { get; private set; } = new(IPAddress.None, 0);

    public string Log
    {
        get
        {
            lock (_log)
                return _log.ToString();
        }
    }

    public static GatewayProcess Start(string program, string configuration)
    {
        GrowThreadPool();
        var start = new ProcessStartInfo(program, ["run", "--config", configuration])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Several short-lived processes share the processors: compile quickly, collect without helpers.
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_gcConcurrent"] = "0";
        // Its sockets and pipes for debuggers would outlive a process that is killed.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.Environment["DOTNET_TC_CallCountingDelayMs"] = "60000";
        try
        {
            var gateway = new GatewayProcess(Process.Start(start)!, configuration);
            gateway._process.ErrorDataReceived += (_, line) => gateway.Keep(line.Data);
            gateway._process.BeginErrorReadLine();
            return gateway;
        }
        catch (Win32Exception missing)
        {
            File.Delete(configuration);
            throw new GatewayRefusedException(-1, $"'{program}' cannot be started: {missing.Message}");
        }
    }

    /// <summary>Waits for the ready line: <c>ready inbound 127.0.0.1:40123</c>.</summary>
    /// <exception cref="GatewayRefusedException">The process ended instead.</exception>
    public async Task WaitUntilReadyAsync(CancellationToken cancel)
    {
        if (await HearAsync(cancel))
            return;
        await _process.WaitForExitAsync(cancel);
        throw new GatewayRefusedException(_process.ExitCode, Log.Trim());
    }

    public async Task<bool> ReloadAsync(string configuration, CancellationToken cancel)
    {
        await EditAsync(configuration, cancel);
        using var limit = new CancellationTokenSource(GatewayProcessLauncher.StartLimit);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        try
        {
            return Signal(UnixSignal.User1) && await HearAsync(both.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return false;
        }
    }

    public Task EditAsync(string configuration, CancellationToken cancel) =>
        File.WriteAllTextAsync(_configuration, configuration, cancel);

    public Task<string> ConfigurationAsync(CancellationToken cancel) => File.ReadAllTextAsync(_configuration, cancel);

    /// <summary>True when it says that it is ready, false when that it has kept its configuration, or when it ends.</summary>
    private async Task<bool> HearAsync(CancellationToken cancel)
    {
        while (await _process.StandardOutput.ReadLineAsync(cancel) is { } line)
        {
            if (line.StartsWith("unchanged", StringComparison.Ordinal))
                return false;
            if (line.Split(' ') is not ["ready", _, var address] || !IPEndPoint.TryParse(address, out var endPoint))
                continue;
            EndPoint = endPoint;
            return true;
        }
        return false;
    }

    public async Task<int> StopAsync(CancellationToken cancel)
    {
        Signal(UnixSignal.Terminate);
        await _process.WaitForExitAsync(cancel);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        // The control socket and its lock lie beside it, and who is killed leaves them.
        foreach (var left in new[] { "", ".sock", ".lock" })
            File.Delete(_configuration + left);
    }

    // Reading a child's pipe holds a pool thread each. With as many threads as processors all others would wait for
    // the pool to grow, which it does once or twice a second.
    private static void GrowThreadPool()
    {
        ThreadPool.GetMinThreads(out var workers, out var ports);
        ThreadPool.SetMinThreads(Math.Max(workers, MostPipes), ports);
    }

    private bool Signal(int signal) => !_process.HasExited && UnixSignal.Send(_process.Id, signal);

    private void Keep(string? line)
    {
        lock (_log)
            _log.AppendLine(line);
    }
}
