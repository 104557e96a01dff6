using System.Net;
using System.Net.Sockets;

namespace SmtpSim.Conformance;

/// <summary>A gateway of one configuration, and the port where it looks for its internal server.</summary>
/// <param name="Key">The configuration without the port.</param>
/// <param name="Port">Bound for as long as the lane lives.</param>
/// <param name="Listens">False where no internal server is there: connections are refused.</param>
public sealed record Lane(string Key, Socket Port, bool Listens, IGateway Gateway) : IAsyncDisposable
{
    private int _logged;

    /// <summary>What the gateway has logged since the lane was taken.</summary>
    public string Log => Gateway.Log[_logged..];

    /// <summary>Forgets what was logged for others.</summary>
    public void Begin() => _logged = Gateway.Log.Length;

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        Port.Dispose();
    }
}

/// <summary>
/// Gateways for cases with a configuration of their own. To start one costs more than most cases take, so a case that ended
/// well leaves its gateway to the next one that wants the same configuration, on the same port.
/// </summary>
public sealed class Lanes(IGatewayLauncher launcher) : IAsyncDisposable
{
    // As many as run at once, and some; each is a process of its own.
    private const int MostIdle = 16;

    private readonly Lock _lock = new();
    private readonly List<Lane> _idle = [];

    /// <param name="listens">False for an internal server that is not there: connections are refused.</param>
    /// <exception cref="GatewayRefusedException">It refused its configuration.</exception>
    public async Task<Lane> TakeAsync(GatewayConfiguration configuration, bool listens, CancellationToken cancel)
    {
        var key = $"{listens} {configuration.ToJson(0)}";
        return TakeIdle(key) ?? await StartAsync(key, configuration, listens, cancel);
    }

    /// <param name="reusable">Nothing happened that could trouble the next case.</param>
    public async ValueTask GiveBackAsync(Lane lane, bool reusable)
    {
        Drain(lane);
        foreach (var surplus in reusable ? Keep(lane) : [lane])
            await surplus.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var lane in _idle)
            await lane.DisposeAsync();
    }

    private Lane? TakeIdle(string key)
    {
        lock (_lock)
        {
            var lane = _idle.Find(l => l.Key == key);
            if (lane is null)
                return null;
            _idle.Remove(lane);
            lane.Begin();
            return lane;
        }
    }

    private List<Lane> Keep(Lane lane)
    {
        lock (_lock)
        {
            _idle.Add(lane);
            var surplus = _idle.Take(_idle.Count - MostIdle).ToList();
            _idle.RemoveRange(0, surplus.Count);
            return surplus;
        }
    }

    private async Task<Lane> StartAsync(
        string key, GatewayConfiguration configuration, bool listens, CancellationToken cancel)
    {
        var port = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            // Bound in either case, so that nobody else can take the port meanwhile.
            port.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            if (listens)
                port.Listen(512);
            var number = ((IPEndPoint)port.LocalEndPoint!).Port;
            return new Lane(key, port, listens, await launcher.StartAsync(configuration.ToJson(number), cancel));
        }
        catch
        {
            port.Dispose();
            throw;
        }
    }

    // A connection that came when its case was over must not be the next one's first.
    private static void Drain(Lane lane)
    {
        while (lane.Listens && lane.Port.Poll(0, SelectMode.SelectRead))
            lane.Port.Accept().Dispose();
    }
}
