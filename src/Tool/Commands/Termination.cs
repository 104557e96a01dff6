using System.Runtime.InteropServices;

namespace SmtpSim.Commands;

/// <summary>
/// Ctrl-C, or SIGTERM: the command ends in order; a second one ends it at once. Whoever reads "ready" may stop it in the same
/// moment, so this is there before a command is, which the command line's own is not.
/// </summary>
internal sealed class Termination : IDisposable
{
    // Long enough to stop every gateway that was started.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration[] _signals;

    public Termination() => _signals =
        [PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop)];

    public CancellationToken Token => _stop.Token;

    public void Dispose()
    {
        foreach (var signal in _signals)
            signal.Dispose();
        _stop.Dispose();
    }

    private void Stop(PosixSignalContext signal)
    {
        if (_stop.IsCancellationRequested)
            return;
        signal.Cancel = true;
        _stop.Cancel();
        // One that does not end in order ends all the same.
        _ = Task.Delay(Patience).ContinueWith(
            _ => Environment.Exit(ExitCodes.Stopped),
            CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }
}
