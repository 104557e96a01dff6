using System.Net;
using SmtpGate.Configuration;
using SmtpGate.Grammar;
using SmtpGate.Outgoing;
using SmtpGate.Sessions;
using SmtpGate.Tls;

namespace SmtpGate;

/// <summary>One of the servers that the gateway is at the same time.</summary>
/// <param name="Tls">Null where it does none.</param>
public sealed record VirtualServerOptions(
    string Name,
    string HostName,
    IReadOnlyList<ListenerOptions> Listeners,
    CutThroughOptions Delivery,
    SessionLimits Limits,
    TlsOptions? Tls,
    IReadOnlyList<SinkOptions> Sinks)
{
    private const string HostNameForm = "a domain name or an address literal";

    // A day, in seconds: longer than any wait makes sense.
    private const int Day = 86400;

    /// <param name="top">Where the sections come from that the server itself has not; null where it is the whole file.</param>
    public static VirtualServerOptions Read(SettingsReader settings, SettingsReader? top)
    {
        var name = settings.Text("Name", "inbound");
        var host = Holder("HostName").TextOrNothing("HostName", HostNameForm, OwnHostName) ?? Dns.GetHostName();
        var tls = Holder("Tls").Has("Tls") ? TlsSettings.Read(Holder("Tls").Section("Tls")) : null;
        var options = new VirtualServerOptions(
            name,
            host,
            [.. settings.Sections("Listeners").Select(l => ListenerOptions.Read(l, name, tls is not null))],
            ReadDelivery(Holder("Delivery").Section("Delivery"), host),
            LimitSettings.Read(Holder("Limits").Section("Limits")),
            tls,
            [.. settings.Sections("Sinks").Select(SinkOptions.Read)]);
        if (options.Listeners.Count == 0)
            settings.Report(
                "Listeners", $"{settings.Name("Listeners")} is empty; permitted: at least one {{ \"Address\": …, \"Port\": … }}");
        if (top is not null)
            settings.RefuseOthers();
        return options;

        SettingsReader Holder(string key) => settings.Has(key) || top is null ? settings : top;
    }

    private static string? OwnHostName(string text) => OwnName.IsValid(text) ? text : null;

    // RFC 5321 4.5.3.2.6: the client waits ten minutes for the reply to its message; the gateway must answer before.
    private static CutThroughOptions ReadDelivery(SettingsReader settings, string host)
    {
        var address = settings.TextOrNothing("Address", "an IP address", AddressText.Parse);
        var port = settings.Number("Port", 25, 1, IPEndPoint.MaxPort);
        var helo = settings.TextOrNothing("HeloName", HostNameForm, OwnHostName);
        var options = new CutThroughOptions(
            address is null ? null : new IPEndPoint(address, port),
            helo ?? host,
            TimeSpan.FromSeconds(settings.Number("TimeLimitSeconds", 540, 1, Day)));
        settings.RefuseOthers();
        return options;
    }
}
