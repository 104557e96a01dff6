using System.Globalization;
using System.Net;
using System.Net.Sockets;
using SmtpSim.Playing;
using SmtpSim.Wire;

namespace SmtpSim.Recording;

/// <summary>Stands between clients and a server, passes on what either says, and keeps a conversation a connection.</summary>
public sealed class RecordingProxy : IAsyncDisposable
{
    private readonly Socket _listener;
    private readonly EndPoint _target;
    private readonly ProxyOptions _options;
    private readonly Func<Conversation, Task> _recorded;
    private readonly CancellationTokenSource _stop = new();
    private readonly HashSet<Task> _open = [];
    private readonly Lock _lock = new();
    private readonly Task _accepting;
    private int _accepted;

    private RecordingProxy(Socket listener, EndPoint target, ProxyOptions options, Func<Conversation, Task> recorded)
    {
        (_listener, _target, _options, _recorded) = (listener, target, options, recorded);
        EndPoint = (IPEndPoint)listener.LocalEndPoint!;
        _accepting = AcceptAllAsync();
    }

    public IPEndPoint EndPoint { get; }

    /// <param name="recorded">Takes each conversation when its connection has ended.</param>
    /// <exception cref="SocketException">The address is taken or not there.</exception>
    public static RecordingProxy Start(IPEndPoint at, EndPoint target, ProxyOptions options, Func<Conversation, Task> recorded)
    {
        var listener = new Socket(at.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            listener.Bind(at);
            listener.Listen(512);
            return new RecordingProxy(listener, target, options, recorded);
        }
        catch
        {
            listener.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        Task[] open;
        lock (_lock)
            open = [.. _open];
        await Task.WhenAll(open);
        _stop.Dispose();
    }

    private async Task AcceptAllAsync()
    {
        try
        {
            while (true)
                Begin(await _listener.AcceptAsync(_stop.Token));
        }
        catch (Exception stopped) when (stopped is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Disposed: the end of every proxy.
        }
    }

    private void Begin(Socket client)
    {
        var passing = PassAsync(client, ++_accepted);
        lock (_lock)
            _open.Add(passing);
        passing.ContinueWith(Ended, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private void Ended(Task passing)
    {
        lock (_lock)
            _open.Remove(passing);
    }

    private async Task PassAsync(Socket client, int number)
    {
        var began = _options.Clock.GetUtcNow();
        var log = new SessionLog(_options.Clock);
        await using var near = new RawConnection(client, Passage.Client, log);
        try
        {
            await using var far = await RawConnection.ConnectAsync(_target, Passage.Server, log, _stop.Token);
            await new Passage(near, far, _options).PassAsync(_stop.Token);
        }
        catch (SocketException unreachable)
        {
            log.Note(Passage.Server, unreachable.Message);
            near.Close();
        }
        catch (OperationCanceledException)
        {
            // Stopped in the middle of a connection: what was said so far is recorded.
        }
        var title = $"connection {number.ToString(CultureInfo.InvariantCulture)} to {_target}";
        await _recorded(LoggedConversation.Of(log, title, $"{_target}", began));
    }
}

/// <summary>How a proxy looks at what it passes on.</summary>
/// <param name="SeesThroughTls">STARTTLS is answered by the proxy, with a certificate of its own.</param>
/// <param name="Walk">Its clock, its patience and its certificates.</param>
public sealed record ProxyOptions(bool SeesThroughTls, WalkOptions Walk)
{
    public TimeProvider Clock => Walk.Clock;
}
