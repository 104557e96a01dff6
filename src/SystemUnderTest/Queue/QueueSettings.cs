using System.Net;
using System.Text;
using SmtpGate.Configuration;
using SmtpGate.Grammar;
using SmtpGate.Outgoing;
using SmtpGate.Spool;
using SmtpGate.Tls;

namespace SmtpGate.Queue;

/// <summary>How mail is brought where it belongs.</summary>
public enum DeliveryMode
{
    /// <summary>It is kept, and its client goes its way.</summary>
    Queue,

    /// <summary>Its client waits for the next host's word.</summary>
    CutThrough,
}

/// <summary>Reads how a virtual server's queue is run: the sections Delivery, its own and those of its remote domains.</summary>
public static class QueueSettings
{
    private const string HostForm = "a host name, or an address in square brackets";

    private const string OfNoUse = "vouches for nobody: certificates are looked at where Tls is required or atonce";

    private static readonly string[] Hows = ["Port", "Tls", "TlsName", "TlsAuthorities", "User", "Password"];

    // A month, in seconds: longer than any wait makes sense.
    private const int Month = 31 * 86400;

    /// <param name="server">The virtual server's settings.</param>
    /// <param name="delivery">Its section Delivery.</param>
    /// <param name="label">Its name.</param>
    /// <param name="name">What it calls itself to other hosts.</param>
    public static QueueTerms Read(SettingsReader server, SettingsReader delivery, string label, string name)
    {
        var domains =
            from domain in server.Sections("RemoteDomains")
            where domain.Has("Delivery")
            let pattern = DomainPattern.Parse(domain.Text("Domain", ""))
            where pattern is not null
            let route = ReadOnlyRoute(domain.Section("Delivery"))
            where route is not null
            select (pattern, route);
        var (port, tls) = (delivery.Number("Port", 25, 1, IPEndPoint.MaxPort), delivery.Choice("Tls", TlsUse.Opportunistic));
        var own = ReadOwn(server, delivery);
        var (all, authorities) = ReadRoute(delivery);
        var direct = new OutgoingTls(tls, null) { Authorities = authorities };
        var routes = new RouteTable([.. domains], all, (port, direct)) { Own = own };
        var names = new NameService(
            delivery.List("NameServers", "an address, or address:port", NameServer) is { Count: > 0 } servers ? servers : null,
            name, []);
        return new QueueTerms(label, ReadOptions(delivery, name), routes, ReadRoom(delivery), names);
    }

    // What a report is of need not be known in UTF-8 to whoever gets the copy.
    private static Mailbox? InAscii(string text) => Ascii.IsValid(text) ? MailboxParser.Whole(text) : null;

    private static IPEndPoint? NameServer(string text) =>
        AddressText.Parse(text) is { } address ? new IPEndPoint(address, 53)
        : IPEndPoint.TryParse(text, out var place) && place.Port > 0 ? place : null;

    private static SpoolTerms ReadRoom(SettingsReader delivery) => SpoolTerms.Usual with
    {
        LeastFree = (long)delivery.Number("LeastFreeMegabytes", 64, 0, int.MaxValue) << 20,
        MostMessages = delivery.NumberOrNone("MostMessages", null, 1, int.MaxValue),
    };

    private static QueueOptions ReadOptions(SettingsReader delivery, string name) => new(
        name,
        ReadRetries(delivery.Section("Retries")),
        ReadLimits(delivery.Section("TimeLimits")),
        // RL-08, RL-09: what the documents have, "none" for no limit
        delivery.NumberOrNone("MessagesPerConnection", 20, 1, int.MaxValue) ?? int.MaxValue,
        delivery.NumberOrNone("RecipientsPerMessage", 100, 1, int.MaxValue) ?? int.MaxValue,
        delivery.Number("Connections", 1000, 1, 100_000),
        delivery.Number("ConnectionsPerHost", 20, 1, 10_000),
        TimeSpan.FromSeconds(delivery.Number("IdleSeconds", 5, 0, Month)),
        delivery.TextOrNothing("ReportCopies", "a mailbox in ASCII", InAscii))
    {
        Badmail = delivery.Folder("Badmail"),
        BadmailOctets = Megabytes(delivery, "BadmailMegabytes"),
        HeldOctets = Megabytes(delivery, "HeldMegabytes"),
    };

    // A gigabyte: much more than a gateway that is looked after has of it.
    private static long? Megabytes(SettingsReader delivery, string key) =>
        (long?)delivery.NumberOrNone(key, 1024, 1, int.MaxValue) << 20;

    private static RetryPlan ReadRetries(SettingsReader settings)
    {
        var plan = new RetryPlan(
            [
                Seconds("FirstSeconds", 15 * 60), Seconds("SecondSeconds", 30 * 60), Seconds("ThirdSeconds", 60 * 60),
                Seconds("LaterSeconds", 240 * 60),
            ],
            settings.NumberOrNone("DelayNoticeSeconds", 12 * 3600, 1, Month) is { } late ? TimeSpan.FromSeconds(late) : null,
            Seconds("ExpirySeconds", 48 * 3600));
        var (notice, expiry) = (plan.DelayNotice is { } usual ? (int?)usual.TotalSeconds : null, (int)plan.Expiry.TotalSeconds);
        plan = plan with
        {
            LocalDelayNotice = settings.NumberOrNone("LocalDelayNoticeSeconds", notice, 1, Month) is { } local
                ? TimeSpan.FromSeconds(local) : null,
            LocalExpiry = Seconds("LocalExpirySeconds", expiry),
        };
        settings.RefuseOthers();
        return plan;

        TimeSpan Seconds(string key, int usual) => TimeSpan.FromSeconds(settings.Number(key, usual, 1, Month));
    }

    private static TimeLimits ReadLimits(SettingsReader settings)
    {
        var standard = TimeLimits.Standard;
        var limits = new TimeLimits(
            Seconds("ConnectSeconds", standard.Connect), Seconds("GreetingSeconds", standard.Greeting),
            Seconds("CommandSeconds", standard.Command), Seconds("DataSeconds", standard.Data),
            Seconds("BlockSeconds", standard.Block), Seconds("EndSeconds", standard.End));
        settings.RefuseOthers();
        return limits;

        TimeSpan Seconds(string key, TimeSpan usual) =>
            TimeSpan.FromSeconds(settings.Number(key, (int)usual.TotalSeconds, 1, Month));
    }

    // RL-15: the gateway's own domain is the end of the way.
    private static (string Domain, Route Route)? ReadOwn(SettingsReader server, SettingsReader delivery)
    {
        if (delivery.Folder("Drop") is not { } folder)
            return null;
        if (server.TextOrNothing("DefaultDomain", "a domain", DomainName.Parse) is { } domain)
            return (domain, Route.Into(folder));
        delivery.Report("Drop", $"{delivery.Name("Drop")} is for mail to the DefaultDomain, and none is named");
        return null;
    }

    private static Route? ReadOnlyRoute(SettingsReader settings)
    {
        var folder = settings.Folder("Drop");
        var mode = settings.Choice("Mode", DeliveryMode.Queue);
        var (route, _) = ReadRoute(settings);
        settings.RefuseOthers();
        if (folder is not null && (route is not null || mode == DeliveryMode.CutThrough))
            settings.Report("Drop", $"{settings.Name("Drop")} puts mail into a folder: there can be no host and no cutthrough");
        if (folder is not null)
            return Route.Into(folder);
        if (route is not null)
            return route with { Mode = mode };
        if (mode == DeliveryMode.CutThrough)
            settings.Report("Mode", $"{settings.Name("Mode")} is cutthrough, and no SmartHost or Address is named");
        // Else it would go another way than somebody thinks it does.
        if (Hows.FirstOrDefault(k => !settings.IsEmpty(k)) is { } how)
            settings.Report(how, $"{settings.Name(how)} says how mail goes, and no SmartHost, Address or Drop says where to");
        return null;
    }

    // Null where no host is named.
    private static (Route? Route, Authorities? Authorities) ReadRoute(SettingsReader settings)
    {
        var host = settings.TextOrNothing("SmartHost", HostForm, HostOf)
            ?? settings.TextOrNothing("Address", "an IP address", AddressText.Parse)?.ToString();
        var port = settings.Number("Port", 25, 1, IPEndPoint.MaxPort);
        var use = settings.Choice("Tls", TlsUse.Opportunistic);
        var name = settings.TextOrNothing("TlsName", HostForm, HostOf);
        // Who demands TLS wants to know whom he speaks to.
        name ??= use is TlsUse.Required or TlsUse.AtOnce ? host : null;
        var account = ReadAccount(settings);
        var authorities = Authorities.Read(settings, "TlsAuthorities");
        if (authorities is not null && use is TlsUse.None or TlsUse.Opportunistic)
            settings.Report("TlsAuthorities", $"{settings.Name("TlsAuthorities")} {OfNoUse}");
        var tls = new OutgoingTls(use, use == TlsUse.Opportunistic ? null : name) { Authorities = authorities };
        return (host is null ? null : new Route(host, port, tls) { Account = account }, authorities);
    }

    private static Credentials? ReadAccount(SettingsReader settings)
    {
        var (user, password) = (settings.Text("User", ""), settings.Text("Password", ""));
        if (user.Length == 0 && password.Length > 0)
            settings.Report("User", $"{settings.Name("Password")} is there, and {settings.Name("User")} is not");
        return user.Length == 0 ? null : new Credentials(user, password);
    }

    private static string? HostOf(string text) =>
        text is ['[', ..] ? AddressText.Literal(text)?.ToString() : DomainName.Parse(text);
}
