using System.Globalization;
using System.Net;
using System.Text;
using SmtpGate.Configuration;
using SmtpGate.Grammar;
using SmtpGate.Outgoing;
using SmtpGate.Tls;

namespace SmtpGate.Recipients;

/// <summary>One setting of the verifier: the number it has always had, and a name that can be read.</summary>
/// <param name="Number">Null for a setting that the original did not have.</param>
public sealed record VerifierKey(int? Number, string Name, string Default);

/// <summary>Every key of the verifier, and how it is read.</summary>
public static class VerifierKeys
{
    public static readonly VerifierKey Server = new(0, "InternalServer", "");
    public static readonly VerifierKey Port = new(65553, "Port", "25");
    public static readonly VerifierKey HeloName = new(65554, "HeloName", "world");
    public static readonly VerifierKey IdleSeconds = new(65555, "IdleSeconds", "300");
    public static readonly VerifierKey LifeSeconds = new(65556, "ConnectionSeconds", "1800");
    public static readonly VerifierKey DisconnectOnReject = new(65557, "DisconnectOnReject", "true");
    public static readonly VerifierKey MailFrom = new(65558, "MailFrom", "rcptproxy@localhost");
    public static readonly VerifierKey TimeLimit = new(65559, "TimeLimitMilliseconds", "3000");
    public static readonly VerifierKey Bypass = new(65560, "Bypass", "127.0.0.1, the server");
    public static readonly VerifierKey ErrorText = new(65561, "ErrorText", "Unable to relay to @");
    public static readonly VerifierKey ErrorCode = new(65562, "ErrorCode", "550");
    public static readonly VerifierKey OnTemporary = new(null, "OnTemporaryAnswer", "accept");
    public static readonly VerifierKey Exact = new(null, "RcptProxyExact", "false");
    public static readonly VerifierKey Refresh = new(1, "Refresh", "0");
    public static readonly VerifierKey OnFailure = new(null, "OnFailure", "accept");
    public static readonly VerifierKey Connections = new(null, "Connections", "1");
    public static readonly VerifierKey Tls = new(null, "Tls", "none");
    public static readonly VerifierKey TlsName = new(null, "TlsName", "");
    public static readonly VerifierKey TlsAuthorities = new(null, "TlsAuthorities", "");
    public static readonly VerifierKey Servers = new(null, "Servers", "");
    public static readonly VerifierKey PositiveSeconds = new(null, "PositiveSeconds", "0");
    public static readonly VerifierKey NegativeSeconds = new(null, "NegativeSeconds", "0");
    public static readonly VerifierKey CacheEntries = new(null, "CacheEntries", "100000");
    public static readonly VerifierKey BreakerFailures = new(null, "BreakerFailures", "none");
    public static readonly VerifierKey BreakerSeconds = new(null, "BreakerSeconds", "30");
    public static readonly VerifierKey ProbeSeconds = new(null, "ProbeSeconds", "none");

    /// <summary>All of them, as they are shown.</summary>
    public static readonly IReadOnlyList<VerifierKey> All =
    [
        Server, Refresh, Port, HeloName, IdleSeconds, LifeSeconds, DisconnectOnReject, MailFrom, TimeLimit, Bypass, ErrorText,
        ErrorCode, OnTemporary, OnFailure, Exact, Connections, Tls, TlsName, TlsAuthorities, Servers, PositiveSeconds,
        NegativeSeconds, CacheEntries, BreakerFailures, BreakerSeconds, ProbeSeconds,
    ];

    // A day: longer than any connection or verification should live, short enough to catch a wrong unit.
    private const int Day = 86400;

    // RFC 5321 4.5.3.1.5: with code, enhanced code and an address of 322 octets a reply line stays below 512.
    private const int LongestText = 160;

    private static readonly string TextForm = $"1 to {LongestText} printable ASCII characters";

    /// <summary>Reads a sink's settings. A server that is no IP address is not an error: everything is then accepted.</summary>
    public static VerifierSettings Read(SettingsReader settings)
    {
        var server = PlainAddress(settings.Text(Used(settings, Server), Server.Default));
        var port = settings.Number(Used(settings, Port), Int(Port), 1, IPEndPoint.MaxPort);
        var read = new VerifierSettings(
            server is null ? null : new IPEndPoint(server, port),
            settings.Text(Used(settings, HeloName), "a domain or an address literal", HelloName) ?? HeloName.Default,
            Seconds(settings, IdleSeconds),
            Seconds(settings, LifeSeconds),
            TimeSpan.FromMilliseconds(settings.Number(Used(settings, TimeLimit), Int(TimeLimit), 1, Day * 1000)),
            settings.RegistryFlag(Used(settings, DisconnectOnReject), true),
            settings.Text(Used(settings, MailFrom), "an address, or nothing for <>", Path) ?? MailFrom.Default,
            settings.List(Used(settings, Bypass), "an IP address, or a range like 192.0.2.0/24", AddressRange.Parse)
                ?? Registered(server),
            settings.Text(Used(settings, ErrorText), TextForm, ReplyText) ?? ErrorText.Default,
            settings.Number(Used(settings, ErrorCode), Int(ErrorCode), 400, 599),
            settings.Choice(Used(settings, OnTemporary), Recipients.OnTemporary.Accept),
            settings.Flag(Used(settings, Exact), false))
        {
            Refresh = settings.Number(Used(settings, Refresh), 0, int.MinValue, int.MaxValue),
            OnFailure = settings.Choice(OnFailure.Name, Recipients.OnFailure.Accept),
            Connections = settings.Number(Connections.Name, Int(Connections), 1, 1000),
            Tls = ReadTls(settings),
            Servers = [.. settings.Sections(Servers.Name).Select(ReadServer).OfType<DomainServer>()],
            PositiveTime = TimeSpan.FromSeconds(settings.Number(PositiveSeconds.Name, 0, 0, 365 * Day)),
            NegativeTime = TimeSpan.FromSeconds(settings.Number(NegativeSeconds.Name, 0, 0, 365 * Day)),
            CacheEntries = settings.Number(CacheEntries.Name, Int(CacheEntries), 100, 10_000_000),
            BreakerFailures = settings.NumberOrNone(BreakerFailures.Name, null, 1, 10_000),
            BreakerTime = Seconds(settings, BreakerSeconds),
            ProbeTime = settings.NumberOrNone(ProbeSeconds.Name, null, 1, 365 * Day) is { } probe
                ? TimeSpan.FromSeconds(probe)
                : null,
        };
        settings.RefuseOthers();
        return read;
    }

    /// <summary>What a key comes to, as it would be written.</summary>
    public static string Shown(VerifierKey key, VerifierSettings settings) => key.Name switch
    {
        "InternalServer" => settings.Server?.Address.ToString() ?? "",
        "Refresh" => Text(settings.Refresh),
        "Port" => settings.Server is null ? Port.Default : Text(settings.Server.Port),
        "HeloName" => settings.HeloName,
        "IdleSeconds" => Text(settings.IdleTime.TotalSeconds),
        "ConnectionSeconds" => Text(settings.LifeTime.TotalSeconds),
        "DisconnectOnReject" => Text(settings.DisconnectOnReject),
        "MailFrom" => settings.MailFrom,
        "TimeLimitMilliseconds" => Text(settings.TimeLimit.TotalMilliseconds),
        "Bypass" => string.Join(' ', settings.Bypass),
        "ErrorText" => settings.ErrorText,
        "ErrorCode" => Text(settings.ErrorCode),
        _ => ShownBeyond(key, settings),
    };

    private static string ShownBeyond(VerifierKey key, VerifierSettings settings) => key.Name switch
    {
        "OnTemporaryAnswer" => Text(settings.OnTemporary),
        "OnFailure" => Text(settings.OnFailure),
        "RcptProxyExact" => Text(settings.Exact),
        "Connections" => Text(settings.Connections),
        "Tls" => Text(settings.Tls.Use),
        "TlsName" => settings.Tls.Name ?? "",
        "TlsAuthorities" => settings.Tls.Authorities?.ToString() ?? "",
        "Servers" => string.Join(' ', settings.Servers.Select(s => $"{s.Pattern}={s.Server}")),
        "PositiveSeconds" => Text(settings.PositiveTime.TotalSeconds),
        "NegativeSeconds" => Text(settings.NegativeTime.TotalSeconds),
        "CacheEntries" => Text(settings.CacheEntries),
        "BreakerFailures" => settings.BreakerFailures is { } failures ? Text(failures) : "none",
        "BreakerSeconds" => Text(settings.BreakerTime.TotalSeconds),
        _ => settings.ProbeTime is { } probe ? Text(probe.TotalSeconds) : "none",
    };

    private static string Text(object value)
    {
        var text = Convert.ToString(value, CultureInfo.InvariantCulture)!;
        return value is bool or Enum ? text.ToLowerInvariant() : text;
    }

    private static OutgoingTls ReadTls(SettingsReader settings)
    {
        var use = settings.Choice(Tls.Name, TlsUse.None);
        var name = settings.TextOrNothing(
            TlsName.Name, "the name in the server's certificate",
            t => AddressText.Literal(t)?.ToString() ?? (OwnName.IsValid(t) ? t : null));
        var authorities = Authorities.Read(settings, TlsAuthorities.Name);
        if (authorities is not null && (name is null || use == TlsUse.None))
            settings.Report(
                TlsAuthorities.Name, $"{settings.Name(TlsAuthorities.Name)} vouches for nobody without Tls and a TlsName");
        return new OutgoingTls(use, name) { Authorities = authorities };
    }

    private static DomainServer? ReadServer(SettingsReader settings)
    {
        var pattern = settings.Text("Domain", DomainPattern.Form, DomainPattern.Parse);
        var address = settings.Text("Address", "an IP address", PlainAddress);
        var port = settings.Number("Port", Int(Port), 1, IPEndPoint.MaxPort);
        settings.RefuseOthers();
        if (!settings.Has("Domain") || !settings.Has("Address"))
            settings.Report("", "an internal server for a domain needs its Domain and its Address");
        return pattern is null || address is null ? null : new DomainServer(pattern, new IPEndPoint(address, port));
    }

    /// <summary>The spelling that the section has: the number or the name.</summary>
    private static string Used(SettingsReader settings, VerifierKey key)
    {
        var number = key.Number?.ToString(CultureInfo.InvariantCulture);
        if (number is null || !settings.Has(number))
            return key.Name;
        if (settings.Has(key.Name))
            settings.Report(number, $"{number} and {key.Name} are the same setting; keep one of them");
        return number;
    }

    // Registration puts these on the list, so that one gateway can screen inbound and outbound mail.
    private static List<AddressRange> Registered(IPAddress? server) =>
        [.. new[] { IPAddress.Loopback, server }.OfType<IPAddress>().Select(AddressRange.Of)];

    private static TimeSpan Seconds(SettingsReader settings, VerifierKey key) =>
        TimeSpan.FromSeconds(settings.Number(Used(settings, key), Int(key), 1, Day));

    private static int Int(VerifierKey key) => int.Parse(key.Default, CultureInfo.InvariantCulture);

    // A client over IPv4 has one address, however it is written.
    private static IPAddress? PlainAddress(string text) =>
        AddressText.Parse(text) is { } address ? AddressText.Plain(address) : null;

    private static string? HelloName(string text) => OwnName.IsValid(text) ? text : null;

    // With or without its brackets, as the original took it; ASCII, since it is sent without SMTPUTF8 (RFC 6531 3.2).
    private static string? Path(string text)
    {
        var inside = text.StartsWith('<') && text.EndsWith('>') ? text[1..^1] : text;
        return Ascii.IsValid(inside) && PathArgument.IsValid($"<{inside}>") ? inside : null;
    }

    private static string? ReplyText(string text) =>
        text.Length is > 0 and <= LongestText && text.All(c => c is >= ' ' and <= '~') ? text : null;
}
