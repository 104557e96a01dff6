using System.Runtime.InteropServices;
using System.Threading.Channels;

namespace SmtpGate.Commands;

/// <summary>What the gateway is told from outside.</summary>
internal enum Told
{
    /// <summary>SIGTERM or Ctrl-C.</summary>
    Stop,

    /// <summary>SIGHUP; SIGUSR1 where it was started with SIGHUP ignored, as nohup does.</summary>
    Reload,
}

/// <summary>Hears signals as long as it lives.</summary>
internal sealed class Signals : IDisposable
{
    private readonly Channel<Told> _told = Channel.CreateUnbounded<Told>();
    private readonly CancellationTokenSource _now = new();
    private readonly List<PosixSignalRegistration> _registrations;
    private bool _stopping;

    public Signals()
    {
        _registrations = [On(PosixSignal.SIGTERM, Stop), On(PosixSignal.SIGINT, Stop)];
        // On Windows a SIGHUP is the closing of the console, which ends the process.
        if (!OperatingSystem.IsWindows())
            _registrations.AddRange([On(PosixSignal.SIGHUP, Reload), On((PosixSignal)User1, Reload)]);
    }

    /// <summary>Cancelled when the gateway is told to stop for the second time.</summary>
    public CancellationToken StopNow => _now.Token;

    // The framework takes the system's own numbers for signals that it has no name for.
    private static int User1 => OperatingSystem.IsMacOS() ? 30 : 10;

    /// <summary>The next one, in the order they came.</summary>
    public ValueTask<Told> NextAsync() => _told.Reader.ReadAsync();

    public void Dispose()
    {
        _registrations.ForEach(r => r.Dispose());
        _now.Dispose();
    }

    private static PosixSignalRegistration On(PosixSignal signal, Action act) => PosixSignalRegistration.Create(signal, context =>
    {
        // Else the process would end at once.
        context.Cancel = true;
        act();
    });

    private void Reload() => _told.Writer.TryWrite(Told.Reload);

    private void Stop()
    {
        if (Interlocked.Exchange(ref _stopping, true))
            _now.Cancel();
        _told.Writer.TryWrite(Told.Stop);
    }
}
