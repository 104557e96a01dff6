using SmtpGate.DropFolder;
using SmtpGate.Outgoing;
using SmtpGate.Queue;
using SmtpGate.Recipients;
using SmtpGate.Sessions;
using SmtpGate.Sinks;
using SmtpGate.Tls;

namespace SmtpGate.VirtualServers;

/// <summary>What options make of a virtual server: put together here, the only place that sees every folder.</summary>
internal sealed record Composition(VirtualServerOptions Options, SessionServices Services, SmtpConnectionHandler Handler)
{
    private SinkChain? Chain { get; init; }

    // Null where there is no such directory.
    private Pickup? Pickup { get; init; }

    /// <param name="before">
    /// What it replaces, null at start: its sinks go on where they are bound still, and its open sessions ask those of now.
    /// </param>
    public static Composition Of(Surroundings around, VirtualServerOptions options, Composition? before)
    {
        var chain = new SinkChain(Bindings(around, options, before), around.Logs.CreateLogger<SinkChain>());
        var services = new SessionServices(
            options.HostName,
            options.Limits,
            options.Tls is { } tls
                ? new ServerTls(tls, options.HostName, around.Memory.Certificates, around.Logs.CreateLogger<ServerTls>())
                : null,
            before?.Services.Sinks ?? new SinkBindings(chain),
            Acceptance(around, options),
            around.Clock,
            around.Logs.CreateLogger<Session>());
        var handler = new SmtpConnectionHandler(services, around.Memory.ConnectionsOf(options.Name));
        return new Composition(options, services, handler) { Chain = chain, Pickup = PickupOf(around, options) };
    }

    // Nobody waits for its answers: what it takes is kept.
    private static Pickup? PickupOf(Surroundings around, VirtualServerOptions options)
    {
        if (options is not { Pickup: { } from, Queue: { } terms })
            return null;
        var queue = around.Memory.Queues.Of(options.Home!, terms, around.Logs);
        return new Pickup(from, queue, queue.Badmail, around.Clock, around.Logs.CreateLogger<Pickup>());
    }

    /// <summary>
    /// Everything could be made: from now on it counts. Sinks that are kept take their new settings, the others are let go of.
    /// </summary>
    public void TakeOver(Composition before)
    {
        foreach (var sink in Options.Sinks)
        {
            var known = before.Options.Sinks.FirstOrDefault(s => s.Terms.Id == sink.Terms.Id);
            var bound = Chain!.Bindings.FirstOrDefault(b => b.Terms.Id == sink.Terms.Id)?.Sink as RcptProxySink;
            if (known is not null && bound is not null && before.Services.Sinks.Current.Bindings.Any(b => b.Sink == bound))
                bound.Adopt(sink.RcptProxy!, known.Text != sink.Text || known.RcptProxy?.Tls != sink.RcptProxy!.Tls);
        }
        Services.Sinks.Change(Chain!);
        Start(before.StopAsync());
    }

    /// <summary>Sends what is put into its pickup directory.</summary>
    /// <param name="before">Is waited for.</param>
    public void Start(Task before) => Pickup?.Start(before);

    /// <summary>Ends when what is being picked up is in safe hands.</summary>
    public Task StopAsync() => Pickup?.StopAsync() ?? Task.CompletedTask;

    private static IAcceptance Acceptance(Surroundings around, VirtualServerOptions options) =>
        options.Queue is { } queue
            ? new DeliveryByDomain(
                around.Memory.Queues.Of(options.Home!, queue, around.Logs), queue, options.Delivery, around.Clock,
                around.Logs.CreateLogger<CutThrough>())
            : options.Passing is { Routes.Others: { } route } terms
                ? new CutThrough(
                    new HostSessions(route, () => terms, around.Clock).OpenNowAsync, options.Delivery, around.Clock,
                    around.Logs.CreateLogger<CutThrough>())
                {
                    IsSure = route.Tls.IsSure,
                }
                : new CutThrough(options.Delivery, around.Clock, around.Logs.CreateLogger<CutThrough>());

    private static IEnumerable<SinkBinding> Bindings(Surroundings around, VirtualServerOptions options, Composition? before) =>
    [
        .. BuiltInSinks.Of(options, around),
        .. options.Sinks.Select(s => new SinkBinding(
            s.Name, (ISink?)Kept(s, Namesake(options, before)) ?? RegisteredSinks.Make(s, options, around), s.Terms)),
    ];

    // A virtual server with another name has other sinks, whatever their bindings.
    private static Composition? Namesake(VirtualServerOptions options, Composition? before) =>
        before?.Options.Name == options.Name ? before : null;

    // A sink is known by its binding: what it keeps and what it knows outlives a change of its settings.
    private static RcptProxySink? Kept(SinkOptions options, Composition? before)
    {
        var isKnown = before?.Options.Sinks.Any(s => s.Terms.Id == options.Terms.Id && s.Kind == options.Kind) ?? false;
        return isKnown
            ? before!.Services.Sinks.Current.Bindings.FirstOrDefault(b => b.Terms.Id == options.Terms.Id)?.Sink as RcptProxySink
            : null;
    }
}
