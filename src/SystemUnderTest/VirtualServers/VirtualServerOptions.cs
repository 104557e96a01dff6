using System.Net;
using SmtpGate.Authentication;
using SmtpGate.Configuration;
using SmtpGate.DropFolder;
using SmtpGate.Grammar;
using SmtpGate.Outgoing;
using SmtpGate.Queue;
using SmtpGate.Relaying;
using SmtpGate.Sessions;
using SmtpGate.Tls;

namespace SmtpGate.VirtualServers;

/// <summary>One of the servers that the gateway is at the same time.</summary>
/// <param name="Queue">Null where messages are not kept, but passed on while their clients wait.</param>
/// <param name="Tls">Null where it does none.</param>
/// <param name="Home">The folder where it keeps what is to outlive it; null: nowhere.</param>
/// <param name="Authentication">Null where nobody can show who they are.</param>
public sealed record VirtualServerOptions(
    string Name,
    string HostName,
    IReadOnlyList<ListenerOptions> Listeners,
    CutThroughOptions Delivery,
    QueueTerms? Queue,
    SessionLimits Limits,
    TlsOptions? Tls,
    AuthenticationOptions? Authentication,
    RelayOptions Relay,
    string? Home,
    IReadOnlyList<SinkOptions> Sinks)
{
    /// <summary>How messages are passed on where none are kept; null where they are, or where no host is named.</summary>
    public QueueTerms? Passing { get; init; }

    /// <summary>A directory whose files are sent; null: none.</summary>
    public PickupOptions? Pickup { get; init; }

    public const string UsualName = "inbound";

    private const string HostNameForm = "a domain name or an address literal";

    // A day, in seconds: longer than any wait makes sense.
    private const int Day = 86400;

    /// <param name="top">Where the sections come from that the server itself has not; null where it is the whole file.</param>
    public static VirtualServerOptions Read(SettingsReader settings, SettingsReader? top)
    {
        var name = settings.Label("Name", UsualName);
        var host = Holder("HostName").TextOrNothing("HostName", HostNameForm, OwnHostName) ?? Dns.GetHostName();
        var tls = Holder("Tls").Has("Tls") ? TlsSettings.Read(Holder("Tls").Section("Tls")) : null;
        var home = ReadHome(settings);
        var listeners = settings.Sections("Listeners").Select(l => ListenerOptions.Read(l, name, tls is not null)).ToList();
        var (delivery, terms, mode) = ReadDelivery(settings, Holder("Delivery").Section("Delivery"), (name, host, home));
        var options = new VirtualServerOptions(
            name,
            host,
            listeners,
            delivery,
            mode == DeliveryMode.Queue ? terms.At([.. listeners.Select(l => l.EndPoint.Port)]) : null,
            LimitSettings.Read(Holder("Limits").Section("Limits")),
            tls,
            ReadAuthentication(settings, tls is not null),
            RelaySettings.Read(settings),
            home,
            SinkSection.Read(settings.Sections("Sinks")));
        options = options with
        {
            Pickup = ReadPickup(settings, options),
            Passing = mode == DeliveryMode.CutThrough && terms.Routes.Others is not null ? terms : null,
        };
        if (options.Listeners.Count == 0)
            settings.Report(
                "Listeners", $"{settings.Name("Listeners")} is empty; permitted: at least one {{ \"Address\": …, \"Port\": … }}");
        if (top is not null)
            settings.RefuseOthers();
        return options;

        SettingsReader Holder(string key) => settings.Has(key) || top is null ? settings : top;
    }

    private static AuthenticationOptions? ReadAuthentication(SettingsReader settings, bool hasTls)
    {
        if (!settings.Has("Auth"))
            return null;
        var options = AuthenticationSettings.Read(settings.Section("Auth"));
        if (!hasTls && !options.BeforeTls)
            settings.Report(
                "Auth", $"{settings.Name("Auth")} is offered behind TLS only, and there is no section Tls; or set BeforeTls");
        return options;
    }

    private static PickupOptions? ReadPickup(SettingsReader settings, VirtualServerOptions own)
    {
        var folder = settings.Folder("Pickup");
        var interval = TimeSpan.FromMilliseconds(settings.Number("PickupMilliseconds", 1000, 10, Day * 1000));
        if (folder is null)
            return null;
        folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        if (own.Queue is not { } queue)
        {
            settings.Report(
                "Pickup",
                $"{settings.Name("Pickup")} takes mail in, and nothing is kept: name a HomeDirectory, and no Mode cutthrough");
            return null;
        }
        var bad = queue.Options.Badmail ?? Path.Combine(Queues.FolderIn(own.Home!), "badmail");
        return new PickupOptions(folder, new BadmailOptions(bad, queue.Options.BadmailOctets), own.HostName, interval)
        {
            MostOctets = own.Limits.MessageOctets,
            MostHops = own.Limits.Hops,
        };
    }

    private static string? ReadHome(SettingsReader settings) => settings.Folder("HomeDirectory") is { } home
        ? Path.TrimEndingDirectorySeparator(Path.GetFullPath(home))
        : null;

    private static string? OwnHostName(string text) => OwnName.IsValid(text) ? text : null;

    private static (CutThroughOptions CutThrough, QueueTerms Terms, DeliveryMode Mode) ReadDelivery(
        SettingsReader server, SettingsReader settings, (string Name, string Host, string? Home) own)
    {
        var cutThrough = ReadCutThrough(settings, own.Host);
        var terms = QueueSettings.Read(server, settings, own.Name, cutThrough.Name);
        var mode = settings.Choice("Mode", own.Home is null ? DeliveryMode.CutThrough : DeliveryMode.Queue);
        settings.RefuseOthers();
        if (mode == DeliveryMode.Queue && own.Home is null)
            settings.Report(
                "Mode", $"{settings.Name("Mode")} is queue, and {server.Name("HomeDirectory")} names no folder for it");
        // One reply cannot speak for two hosts (decision 0005).
        var hasWays = terms.Routes.Domains.Count > 0 || terms.Routes.Own is not null;
        if (hasWays && mode == DeliveryMode.CutThrough && settings.Has("Mode"))
            settings.Report(
                "Mode", $"{settings.Name("Mode")} is cutthrough: all mail goes to one host, and no domain has a way of its own");
        else if (hasWays && mode == DeliveryMode.CutThrough)
            server.Report(
                "RemoteDomains",
                $"without {server.Name("HomeDirectory")} all mail goes to one host: name one, or leave out other ways");
        return (cutThrough, terms, mode);
    }

    // RFC 5321 4.5.3.2.6: the client waits ten minutes for the reply to its message; the gateway must answer before.
    private static CutThroughOptions ReadCutThrough(SettingsReader settings, string host)
    {
        var address = settings.TextOrNothing("Address", "an IP address", AddressText.Parse);
        var port = settings.Number("Port", 25, 1, IPEndPoint.MaxPort);
        var helo = settings.TextOrNothing("HeloName", HostNameForm, OwnHostName);
        return new CutThroughOptions(
            address is null ? null : new IPEndPoint(address, port),
            helo ?? host,
            TimeSpan.FromSeconds(settings.Number("TimeLimitSeconds", 540, 1, Day)));
    }
}
