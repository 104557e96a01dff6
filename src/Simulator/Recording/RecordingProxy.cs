using System.Globalization;
using System.Net;
using System.Net.Sockets;
using SmtpSim.Playing;
using SmtpSim.Wire;

namespace SmtpSim.Recording;

/// <summary>Stands between clients and a server, passes on what either says, and keeps a conversation a connection.</summary>
public sealed class RecordingProxy : IAsyncDisposable
{
    private readonly SocketListener _listener;
    private readonly Reception _reception;
    private readonly EndPoint _target;
    private readonly ProxyOptions _options;
    private readonly Func<Conversation, Task> _recorded;
    private readonly LogRoom _room;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;

    private RecordingProxy(SocketListener listener, EndPoint target, ProxyOptions options, Func<Conversation, Task> recorded)
    {
        (_listener, _target, _options, _recorded) = (listener, target, options, recorded);
        _room = new LogRoom(options.MostOctetsInAll);
        EndPoint = (IPEndPoint)listener.EndPoint;
        _reception = new Reception(listener, new SessionLog(options.Clock), options.Clock);
        listener.Begin();
        _accepting = AcceptAllAsync();
    }

    public IPEndPoint EndPoint { get; }

    /// <param name="recorded">Takes each conversation when its connection has ended.</param>
    /// <exception cref="SocketException">The address is taken or not there.</exception>
    public static RecordingProxy Start(
        IPEndPoint at, EndPoint target, ProxyOptions options, Func<Conversation, Task> recorded) =>
        new(SocketListener.At(at), target, options, recorded);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        await _reception.AllEndedAsync();
        _stop.Dispose();
    }

    private async Task AcceptAllAsync()
    {
        try
        {
            while (true)
                _reception.Begin(await _reception.AcceptAsync(_stop.Token), PassAsync);
        }
        catch (OperationCanceledException)
        {
            // Disposed: the end of every proxy.
        }
    }

    private async Task PassAsync(Transport client, int number)
    {
        var began = _options.Clock.GetUtcNow();
        using var share = _room.Share();
        var log = new SessionLog(_options.Clock, _options.MostOctets) { KeepsFirst = true, KeepsSaid = false, Share = share };
        await using var near = new RawConnection(client, Passage.Client, log);
        string? trouble = null;
        try
        {
            await using var far = await RawConnection.ConnectAsync(_target, Passage.Server, log, _stop.Token);
            var passage = new Passage(near, far, _options);
            await passage.PassAsync(_stop.Token);
            trouble = passage.Trouble;
        }
        catch (SocketException unreachable)
        {
            trouble = $"the server: {unreachable.Message}";
            log.Note(Passage.Server, unreachable.Message);
            near.Close();
        }
        catch (OperationCanceledException)
        {
            // Stopped in the middle of a connection: what was said so far is recorded.
        }
        var title = $"connection {number.ToString(CultureInfo.InvariantCulture)} to {_target}";
        await _recorded(LoggedConversation.Of(log, title, $"{_target}", began) with { Trouble = trouble });
    }
}

/// <summary>How a proxy looks at what it passes on.</summary>
/// <param name="SeesThroughTls">The proxy begins TLS itself on both sides, with a certificate of its own.</param>
/// <param name="Walk">Its clock, its patience and its certificates.</param>
public sealed record ProxyOptions(bool SeesThroughTls, WalkOptions Walk)
{
    /// <summary>Of a session; what is said behind them is passed on and not kept.</summary>
    public long MostOctets { get; init; } = SessionLog.Keeps;

    /// <summary>Of all sessions that are open, or not yet written.</summary>
    public long MostOctetsInAll { get; init; } = MostInAll;

    /// <summary>Four of the longest sessions, or thousands of those that people test with.</summary>
    public const long MostInAll = 4 * SessionLog.Keeps;

    public TimeProvider Clock => Walk.Clock;
}
