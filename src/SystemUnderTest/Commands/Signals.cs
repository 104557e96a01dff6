using System.Runtime.InteropServices;
using System.Threading.Channels;

namespace SmtpGate.Commands;

/// <summary>What the gateway is told from outside: SIGHUP to read its settings again, SIGTERM and Ctrl-C to stop.</summary>
internal sealed class Signals : IDisposable
{
    private readonly Channel<PosixSignal> _told = Channel.CreateUnbounded<PosixSignal>();
    private readonly CancellationTokenSource _now = new();
    private readonly PosixSignalRegistration[] _registrations;
    private bool _stopping;

    public Signals()
    {
        // On Windows a SIGHUP is the closing of the console, which is a stop.
        PosixSignal[] signals = OperatingSystem.IsWindows()
            ? [PosixSignal.SIGTERM, PosixSignal.SIGINT]
            : [PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGHUP];
        _registrations = [.. signals.Select(s => PosixSignalRegistration.Create(s, OnSignal))];
    }

    /// <summary>Cancelled when the gateway is told to stop for the second time.</summary>
    public CancellationToken StopNow => _now.Token;

    /// <summary>The next one, in the order they came.</summary>
    public ValueTask<PosixSignal> NextAsync() => _told.Reader.ReadAsync();

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
        _now.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        // Else the process would end at once.
        context.Cancel = true;
        if (context.Signal != PosixSignal.SIGHUP && Interlocked.Exchange(ref _stopping, true))
            _now.Cancel();
        _told.Writer.TryWrite(context.Signal);
    }
}
