using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace SmtpSim.Mutating;

/// <summary>A target that is started by its command, and again where it has ended.</summary>
public sealed class StartedTarget(string command, EndPoint at, TimeSpan patience, TimeProvider clock) : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private Process? _process;

    /// <summary>Starts it, ending what is left of it, and waits until it takes connections.</summary>
    /// <exception cref="TargetNotStartedException">It does not within its time.</exception>
    public async Task StartAsync(CancellationToken cancel)
    {
        await EndAsync();
        if (await IsThereAsync(cancel))
            throw new TargetNotStartedException($"somebody else takes connections at {at} already");
        var start = OperatingSystem.IsWindows()
            ? new ProcessStartInfo("cmd.exe", ["/c", command])
            : new ProcessStartInfo("/bin/sh", ["-c", command]);
        // What it says is not ours to show, and a full pipe would stop it.
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        _process = Process.Start(start)!;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        for (var began = clock.GetTimestamp(); !await IsThereAsync(cancel);)
        {
            if (_process.HasExited)
                throw new TargetNotStartedException(
                    $"'{command}' has ended with {_process.ExitCode}, and takes no connections at {at}");
            if (clock.GetElapsedTime(began) > patience)
                throw new TargetNotStartedException($"'{command}' takes no connections at {at} within {patience.TotalSeconds} s");
            // Nobody tells when a process of somebody else's listens.
            await Task.Delay(Pause, clock, cancel);
        }
    }

    public async ValueTask DisposeAsync() => await EndAsync();

    private async Task<bool> IsThereAsync(CancellationToken cancel)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(at, cancel);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private async Task EndAsync()
    {
        if (_process is not { } process)
            return;
        _process = null;
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }
}

/// <summary>There is nobody to be tried.</summary>
public sealed class TargetNotStartedException(string message) : Exception(message);
