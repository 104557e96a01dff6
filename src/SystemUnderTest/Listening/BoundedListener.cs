using System.Net;
using Microsoft.AspNetCore.Connections;

namespace SmtpGate.Listening;

/// <summary>A listener that accepts while there are descriptors.</summary>
internal sealed class BoundedListener(
    IConnectionListener sockets, Descriptors descriptors, TimeProvider clock, ILogger logger) : IConnectionListener
{
    // Connections end at any time, and nobody tells.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource _unbound = new();

    public EndPoint EndPoint => sockets.EndPoint;

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        if (!MayTake() && !await LeftAsync(cancellationToken))
            return null;
        return await sockets.AcceptAsync(cancellationToken);
    }

    public async ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        await _unbound.CancelAsync();
        await sockets.UnbindAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _unbound.CancelAsync();
        await sockets.DisposeAsync();
        _unbound.Dispose();
    }

    private bool MayTake()
    {
        // Listeners share what there is.
        lock (descriptors)
            return descriptors.TryTake();
    }

    // False where nobody listens any more.
    private async Task<bool> LeftAsync(CancellationToken cancel)
    {
        Log.Exhausted(logger, EndPoint);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(_unbound.Token, cancel);
        try
        {
            do
                // What has ended meanwhile rings no bell.
                await Task.Delay(Pause, clock, both.Token);
            while (!MayTake());
        }
        catch (OperationCanceledException) when (_unbound.IsCancellationRequested)
        {
            return false;
        }
        Log.Relieved(logger, EndPoint);
        return true;
    }
}
