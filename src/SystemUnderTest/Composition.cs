using SmtpGate.Authentication;
using SmtpGate.Outgoing;
using SmtpGate.Recipients;
using SmtpGate.Relaying;
using SmtpGate.Sessions;
using SmtpGate.Sinks;
using SmtpGate.Tls;

namespace SmtpGate;

/// <summary>What options make of a virtual server: put together here, the only place that sees every folder.</summary>
internal sealed record Composition(VirtualServerOptions Options, SessionServices Services, SmtpConnectionHandler Handler)
{
    public static Composition Of(VirtualServerOptions options, GatewayMemory memory, ILoggerFactory logs)
    {
        var services = Compose(options, memory.Failures, TimeProvider.System, logs);
        return new Composition(options, services, new SmtpConnectionHandler(services, memory.ConnectionsOf(options.Name)));
    }

    private static SessionServices Compose(
        VirtualServerOptions options, FailureLedger ledger, TimeProvider clock, ILoggerFactory logs)
    {
        IEnumerable<SinkBinding> bindings =
        [
            .. BuiltInSinks.Of(options, ledger, clock, logs),
            .. options.Sinks.Select(s => new SinkBinding(s.Name, Sink(s, options.Relay, clock, logs), s.Terms)),
        ];
        return new SessionServices(
            options.HostName,
            options.Limits,
            options.Tls is { } tls ? new ServerTls(tls, options.HostName, clock, logs.CreateLogger<ServerTls>()) : null,
            new SinkBindings(new SinkChain(bindings, logs.CreateLogger<SinkChain>())),
            new CutThrough(options.Delivery, clock, logs.CreateLogger<CutThrough>()),
            clock,
            logs.CreateLogger<Session>());
    }

    private static ISink Sink(SinkOptions options, RelayOptions relay, TimeProvider clock, ILoggerFactory logs)
    {
        if (options.Kind == "Relay")
            return new RelaySink(relay, speaks: true);
        if (options.Respond is { } respond)
            return new RespondSink(respond);
        var settings = options.RcptProxy!;
        var verifier = new RecipientVerifier(options.Name, settings, clock, logs.CreateLogger<RecipientVerifier>());
        return new RcptProxySink(verifier, logs.CreateLogger<RcptProxySink>());
    }
}
