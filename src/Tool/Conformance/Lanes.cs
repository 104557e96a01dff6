using System.Net;
using System.Net.Sockets;

namespace SmtpSim.Conformance;

/// <summary>A gateway, and the port where it looks for its internal server.</summary>
/// <param name="Port">Bound for as long as the lane lives.</param>
/// <param name="Listens">False where no internal server is there: connections are refused.</param>
public sealed record Lane(Socket Port, bool Listens, IGateway Gateway) : IAsyncDisposable
{
    private int _logged;

    /// <summary>What the gateway has logged since the lane was taken.</summary>
    public string Log => Gateway.Log[_logged..];

    public int PortNumber => ((IPEndPoint)Port.LocalEndPoint!).Port;

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
/// well leaves its gateway to the next one, which gives it a configuration of its own.
/// </summary>
public sealed class Lanes(IGatewayLauncher launcher) : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly Stack<Lane> _listening = [];
    private readonly Stack<Lane> _deaf = [];

    /// <param name="listens">False for an internal server that is not there: connections are refused.</param>
    /// <exception cref="GatewayRefusedException">It refused its configuration.</exception>
    public async Task<Lane> TakeAsync(GatewayConfiguration configuration, bool listens, CancellationToken cancel)
    {
        if (TakeIdle(listens) is { } idle && await IsReloadedAsync(idle, configuration, cancel))
            return idle;
        return await StartAsync(configuration, listens, cancel);
    }

    // What it cannot change to, or refuses, must show with a gateway that starts with it; this one is ended, and so it is
    // where the case is called off meanwhile.
    private static async Task<bool> IsReloadedAsync(Lane idle, GatewayConfiguration configuration, CancellationToken cancel)
    {
        var reloaded = false;
        try
        {
            idle.Begin();
            return reloaded = await idle.Gateway.ReloadAsync(configuration.ToJson(idle.PortNumber), cancel);
        }
        finally
        {
            if (!reloaded)
                await idle.DisposeAsync();
        }
    }

    /// <param name="reusable">Nothing happened that could trouble the next case.</param>
    public async ValueTask GiveBackAsync(Lane lane, bool reusable)
    {
        Drain(lane);
        if (reusable)
            KeepIdle(lane);
        else
            await lane.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var lane in _listening.Concat(_deaf))
            await lane.DisposeAsync();
    }

    private Lane? TakeIdle(bool listens)
    {
        lock (_lock)
            return Idle(listens).TryPop(out var lane) ? lane : null;
    }

    private void KeepIdle(Lane lane)
    {
        lock (_lock)
            Idle(lane.Listens).Push(lane);
    }

    private Stack<Lane> Idle(bool listens) => listens ? _listening : _deaf;

    private async Task<Lane> StartAsync(GatewayConfiguration configuration, bool listens, CancellationToken cancel)
    {
        var port = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            // Bound in either case, so that nobody else can take the port meanwhile.
            port.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            if (listens)
                port.Listen(512);
            var number = ((IPEndPoint)port.LocalEndPoint!).Port;
            return new Lane(port, listens, await launcher.StartAsync(configuration.ToJson(number), cancel));
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
