using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SmtpGate.Outgoing;
using SmtpGate.Recipients;
using SmtpGate.Sessions;
using SmtpGate.Sinks;

namespace SmtpGate;

/// <summary>Composes the gateway from its options: the only place that sees every folder.</summary>
public sealed class GatewayHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly GatewayOptions _options;

    private GatewayHost(WebApplication app, GatewayOptions options) => (_app, _options) = (app, options);

    /// <param name="logging">Where log messages go.</param>
    public static GatewayHost Build(GatewayOptions options, Action<ILoggingBuilder> logging)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.SetMinimumLevel(options.LogLevel).AddFilter("Microsoft", LogLevel.Warning);
        logging(builder.Logging);
        builder.Services.Configure<ConsoleLifetimeOptions>(o => o.SuppressStatusMessages = true);
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = options.StopTime);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(options.Delivery);
        builder.Services.AddSingleton<CutThrough>();
        builder.Services.AddSingleton(services => Services(options, services));
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            foreach (var listener in options.Listeners)
                kestrel.Listen(listener.EndPoint, l => l.UseConnectionHandler<SmtpConnectionHandler>());
        });
        return new GatewayHost(builder.Build(), options);
    }

    public Task StartAsync(CancellationToken cancel)
    {
        // Made now, not at the first connection, so that warnings about the settings come at start.
        _ = _app.Services.GetRequiredService<SessionServices>();
        return _app.StartAsync(cancel);
    }

    public Task StopAsync(CancellationToken cancel) => _app.StopAsync(cancel);

    /// <summary>Returns once the gateway was told to stop and has stopped.</summary>
    public Task WaitForStopAsync(CancellationToken cancel) => _app.WaitForShutdownAsync(cancel);

    /// <summary>The listeners with the ports that the system chose, once started.</summary>
    public IReadOnlyList<ListenerOptions> Listening
    {
        get
        {
            var bound = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
            return [.. bound.Addresses.Zip(_options.Listeners, (address, listener) =>
                listener with { EndPoint = new IPEndPoint(listener.EndPoint.Address, BindingAddress.Parse(address).Port) })];
        }
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static SessionServices Services(GatewayOptions options, IServiceProvider services)
    {
        var clock = services.GetRequiredService<TimeProvider>();
        var logs = services.GetRequiredService<ILoggerFactory>();
        var chain = new SinkChain(options.Sinks.Select(s => new SinkBinding(
            s.Name, Sink(s, clock, logs), s.Events, s.Priority, s.Enabled)), logs.CreateLogger<SinkChain>());
        return new SessionServices(
            options.HostName, options.Limits, chain, services.GetRequiredService<CutThrough>(), clock);
    }

    private static ISink Sink(SinkOptions options, TimeProvider clock, ILoggerFactory logs)
    {
        if (options.Respond is { } respond)
            return new RespondSink(respond);
        var settings = options.RcptProxy!;
        var verifier = new RecipientVerifier(options.Name, settings, clock, logs.CreateLogger<RecipientVerifier>());
        return new RcptProxySink(settings, verifier, logs.CreateLogger<RcptProxySink>());
    }
}
