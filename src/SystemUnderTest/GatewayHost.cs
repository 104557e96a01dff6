using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;
using SmtpGate.Administration;
using SmtpGate.Listening;
using SmtpGate.Queue;
using SmtpGate.VirtualServers;

namespace SmtpGate;

/// <summary>The listening gateway: Kestrel by itself, without the host that usually surrounds it (decision 0008).</summary>
public sealed class GatewayHost : IAsyncDisposable
{
    private readonly KestrelServer _server;
    private readonly GatewayMemory _memory = new();
    private readonly ControlApplication _control;
    private readonly string? _socket;
    private volatile GatewayOptions _options;
    private volatile Composition[] _servers;

    /// <param name="logs">Where log messages go; stays the caller's.</param>
    /// <param name="socket">Where it can be asked while it runs; null: nowhere.</param>
    /// <param name="answer">What it answers there.</param>
    /// <exception cref="IOException">A queue's folder cannot be used.</exception>
    public GatewayHost(
        GatewayOptions options, ILoggerFactory logs, string? socket = null,
        Func<ControlRequest, Task<ControlAnswer>>? answer = null)
    {
        (_socket, _control) = (socket, new ControlApplication(answer ?? (_ => Task.FromResult(new ControlAnswer(404, "")))));
        _options = options;
        var around = new Surroundings(options.Path, _memory, TimeProvider.System, logs);
        _servers = [.. options.Servers.Select(s => Composition.Of(around, s, null))];
        var kestrel = new KestrelServerOptions { ApplicationServices = new NoServices() };
        for (var i = 0; i < options.Servers.Count; i++)
        {
            var server = i;
            foreach (var listener in options.Servers[i].Listeners)
                kestrel.Listen(
                    listener.EndPoint, l => l.Run(c => _servers[server].Handler.OnConnectedAsync(c, listener.Terms)));
        }
        if (socket is not null)
            kestrel.ListenUnixSocket(socket);
        var transport = new BoundedTransport(
            new SocketTransportFactory(Options.Create(new SocketTransportOptions()), logs), TimeProvider.System,
            logs.CreateLogger<BoundedTransport>());
        _server = new KestrelServer(Options.Create(kestrel), transport, logs);
    }

    /// <summary>The listeners with the ports that the system chose, once started.</summary>
    public IReadOnlyList<ListenerOptions> Listening
    {
        get
        {
            var bound = _server.Features.Get<IServerAddressesFeature>()!;
            return [.. bound.Addresses.Zip(_options.Listeners, (address, listener) =>
                listener with { EndPoint = new IPEndPoint(listener.EndPoint.Address, BindingAddress.Parse(address).Port) })];
        }
    }

    /// <summary>What can be asked of its queues, and done to them.</summary>
    public QueueDesk Queues => _memory.Queues.Desk();

    public async Task StartAsync(CancellationToken cancel)
    {
        await _server.StartAsync(_control, cancel);
        foreach (var server in _servers)
            server.Start(Task.CompletedTask);
        // Whoever may speak to it may change it.
        if (_socket is not null && !OperatingSystem.IsWindows())
            File.SetUnixFileMode(_socket, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    /// <summary>
    /// New sessions follow the new options; those that are open keep the ones they began with, but for the sinks: those they
    /// ask as they are now. False where the listeners are others: those stay as long as the gateway runs, and nothing is
    /// changed.
    /// </summary>
    public bool Reload(GatewayOptions options, ILoggerFactory logs)
    {
        if (!HasListenersOf(options))
            return false;
        var around = new Surroundings(options.Path, _memory, TimeProvider.System, logs);
        var before = _servers;
        Composition[] next = [.. options.Servers.Select((s, i) => Composition.Of(around, s, before[i]))];
        for (var i = 0; i < next.Length; i++)
            next[i].TakeOver(before[i]);
        (_options, _servers) = (options, next);
        _memory.Queues.Leave(options.Servers.Where(s => s.Queue is not null).Select(s => s.Home!));
        return true;
    }

    // Where a listener belongs and how its connections begin was said to Kestrel once and for all.
    private bool HasListenersOf(GatewayOptions options) =>
        Described(options).SequenceEqual(Described(_options));

    private static IEnumerable<string> Described(GatewayOptions options) =>
        options.Servers.SelectMany((s, i) => s.Listeners.Select(l =>
            $"{i} {l.Name} {l.EndPoint} {l.Terms.TlsAtOnce} {string.Join(',', l.Terms.Proxies)}"));

    /// <summary>Sessions are told at once, and cut when the configured time is over or <paramref name="now"/>.</summary>
    public async Task StopAsync(CancellationToken now)
    {
        using var limit = new CancellationTokenSource(_options.StopTime);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, now);
        await _server.StopAsync(both.Token);
        foreach (var server in _servers)
        {
            server.Services.Sinks.Retire();
            await server.StopAsync();
        }
        await _memory.Queues.StopAsync(both.Token);
    }

    public ValueTask DisposeAsync()
    {
        _server.Dispose();
        return _memory.Queues.DisposeAsync();
    }

    private sealed class NoServices : IServiceProvider
    {
        public object? GetService(Type serviceType) => null;
    }
}
