using System.Net;
using SmtpGate.Configuration;
using SmtpGate.Grammar;
using SmtpGate.Outgoing;
using SmtpGate.Recipients;
using SmtpGate.Sessions;
using SmtpGate.Sinks;

namespace SmtpGate;

/// <summary>An address the gateway listens on.</summary>
/// <param name="EndPoint">Port 0 lets the system choose; the ready line says which it chose.</param>
public sealed record ListenerOptions(string Name, IPEndPoint EndPoint);

/// <summary>One sink as it is registered. Exactly one of the settings is there.</summary>
public sealed record SinkOptions(
    string Name, IReadOnlyList<string> Events, int Priority, bool Enabled, VerifierSettings? RcptProxy, RespondSettings? Respond);

/// <summary>The whole configuration, composed from each folder's settings.</summary>
/// <param name="StopTime">How long a stop waits for sessions to end before they are cut.</param>
public sealed record GatewayOptions(
    string HostName,
    IReadOnlyList<ListenerOptions> Listeners,
    CutThroughOptions Delivery,
    SessionLimits Limits,
    TimeSpan StopTime,
    IReadOnlyList<SinkOptions> Sinks,
    LogLevel LogLevel)
{
    private const string HostNameForm = "a domain name or an address literal, or nothing";

    // A day, in seconds: longer than any wait makes sense.
    private const int Day = 86400;

    /// <summary>The options, or everything that is wrong with the file.</summary>
    public static (GatewayOptions? Options, IReadOnlyList<SettingsProblem> Problems) Load(string path)
    {
        var (file, problem) = SettingsFile.Read(path);
        if (file is null)
            return (null, [problem!]);
        var root = new SettingsReader(file);
        var options = Read(root);
        return root.Problems.Count == 0 ? (options, []) : (null, root.Problems);
    }

    private static GatewayOptions Read(SettingsReader root)
    {
        var host = root.Text("HostName", HostNameForm, NameOrNothing);
        var name = string.IsNullOrEmpty(host) ? Dns.GetHostName() : host;
        var (limits, stop) = ReadLimits(root.Section("Limits"));
        var options = new GatewayOptions(
            name,
            [.. root.Sections("Listeners").Select(ReadListener)],
            ReadDelivery(root.Section("Delivery"), name),
            limits,
            stop,
            [.. root.Sections("Sinks").Select(ReadSink)],
            root.Choice("LogLevel", LogLevel.Information));
        root.RefuseOthers();
        if (options.Listeners.Count == 0)
            root.Report("Listeners", "Listeners is empty; permitted: at least one { \"Address\": …, \"Port\": … }");
        return options;
    }

    private static string? NameOrNothing(string text) => text.Length == 0 || OwnName.IsValid(text) ? text : null;

    private static ListenerOptions ReadListener(SettingsReader settings)
    {
        var listener = new ListenerOptions(
            settings.Text("Name", "inbound"),
            new IPEndPoint(
                settings.Address("Address", IPAddress.Any), settings.Number("Port", 25, 0, IPEndPoint.MaxPort)));
        settings.RefuseOthers();
        return listener;
    }

    // RFC 5321 4.5.3.2.6: the client waits ten minutes for the reply to its message; the gateway must answer before.
    private static CutThroughOptions ReadDelivery(SettingsReader settings, string host)
    {
        var address = settings.Text(
            "Address", "an IP address, or nothing", t => t.Length == 0 || AddressText.Parse(t) is not null ? t : null);
        var port = settings.Number("Port", 25, 1, IPEndPoint.MaxPort);
        var helo = settings.Text("HeloName", HostNameForm, NameOrNothing);
        var options = new CutThroughOptions(
            string.IsNullOrEmpty(address) ? null : new IPEndPoint(AddressText.Parse(address)!, port),
            string.IsNullOrEmpty(helo) ? host : helo,
            TimeSpan.FromSeconds(settings.Number("TimeLimitSeconds", 540, 1, Day)));
        settings.RefuseOthers();
        return options;
    }

    private static (SessionLimits, TimeSpan Stop) ReadLimits(SettingsReader settings)
    {
        var usual = SessionLimits.Default;
        var limits = new SessionLimits(
            settings.Number("LineOctets", usual.LineOctets, 512, 65536),
            settings.Number("MessageKilobytes", (int)(usual.MessageOctets / 1024), 1, 2_000_000) * 1024L,
            settings.Number("Recipients", usual.Recipients, 1, 100_000),
            settings.Number("Hops", usual.Hops, 10, 1000),
            TimeSpan.FromSeconds(settings.Number("CommandSeconds", (int)usual.CommandTime.TotalSeconds, 1, Day)),
            TimeSpan.FromSeconds(settings.Number("DataSeconds", (int)usual.DataTime.TotalSeconds, 1, Day)));
        var stop = TimeSpan.FromSeconds(settings.Number("StopSeconds", 5, 0, Day));
        settings.RefuseOthers();
        return (limits, stop);
    }

    private static SinkOptions ReadSink(SettingsReader settings)
    {
        var kind = settings.Text("Sink", "RcptProxy, Respond", t => t is "RcptProxy" or "Respond" ? t : null);
        if (kind is null && !settings.Has("Sink"))
            settings.Report("Sink", "a sink needs its kind: \"Sink\": \"RcptProxy\" or \"Respond\"");
        var section = settings.Section("Settings");
        var sink = new SinkOptions(
            settings.Text("Name", kind ?? ""),
            settings.List("Events", $"one of {string.Join(", ", SinkEvent.Names)}", SinkSettings.Event) ?? ["RCPT"],
            settings.Number(
                "Priority", SinkBinding.DefaultPriority, SinkBinding.FirstPriority, SinkBinding.LastPriority),
            settings.Flag("Enabled", true),
            kind == "RcptProxy" ? VerifierKeys.Read(section) : null,
            kind == "Respond" ? SinkSettings.Respond(section) : null);
        settings.RefuseOthers();
        return sink;
    }
}
