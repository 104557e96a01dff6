using SmtpGate.Outgoing;
using SmtpGate.Recipients;
using SmtpGate.Sessions;
using SmtpGate.Sinks;

namespace SmtpGate;

/// <summary>What one set of options makes of the gateway: put together here, the only place that sees every folder.</summary>
internal sealed record Composition(GatewayOptions Options, SessionServices Services, SmtpConnectionHandler Handler)
{
    public static Composition Of(GatewayOptions options, ILoggerFactory logs)
    {
        var services = Compose(options, TimeProvider.System, logs);
        return new Composition(
            options, services, new SmtpConnectionHandler(services, logs.CreateLogger<SmtpConnectionHandler>()));
    }

    private static SessionServices Compose(GatewayOptions options, TimeProvider clock, ILoggerFactory logs)
    {
        var bindings = options.Sinks.Select(
            s => new SinkBinding(s.Name, Sink(s, clock, logs), s.Events, s.Priority, s.Enabled));
        return new SessionServices(
            options.HostName,
            options.Limits,
            new SinkChain(bindings, logs.CreateLogger<SinkChain>()),
            new CutThrough(options.Delivery, clock, logs.CreateLogger<CutThrough>()),
            clock);
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
