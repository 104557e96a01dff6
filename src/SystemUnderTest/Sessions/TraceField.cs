using System.Globalization;
using System.Net;
using System.Net.Sockets;
using SmtpGate.Sinks;

namespace SmtpGate.Sessions;

/// <summary>The Received line that goes on top of every message (RFC 5321 4.4).</summary>
public static class TraceField
{
    /// <summary>No FOR clause: it could name one recipient to another (RFC 5321 7.1).</summary>
    public static string Received(
        SessionServices services, SinkSession session, Greeted client, Envelope envelope, string id)
    {
        var now = services.Clock.GetLocalNow().ToString("ddd, d MMM yyyy HH:mm:ss zzz", CultureInfo.InvariantCulture);
        var zone = now.LastIndexOf(':');
        return $"Received: from {client.Name} ({Literal(session.Client)})\r\n"
            + $"\tby {services.HostName} with {Protocol(session, client, envelope)} id {id}{Tls(session)};\r\n"
            + $"\t{now.Remove(zone, 1)}\r\n";
    }

    private static string Literal(IPAddress? address) => address switch
    {
        null => "[unknown]",
        // Without the zone of a link-local address: RFC 5321 4.1.3 has none.
        { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false } =>
            $"[IPv6:{new IPAddress(address.GetAddressBytes())}]",
        _ => $"[{address.MapToIPv4()}]",
    };

    // RFC 8314 4.3: the cipher suite by its registered name
    private static string Tls(SinkSession session) => session.Cipher is { } cipher ? $"\r\n\ttls {cipher}" : "";

    // RFC 3848 and RFC 6531 4.3: the registered names
    private static string Protocol(SinkSession session, Greeted client, Envelope envelope)
    {
        if (!client.Extended && !envelope.With.Utf8)
            return "SMTP";
        var secured = session.IsSecured ? "S" : "";
        var authenticated = session.Properties.Find<bool>(SessionProperty.Authenticated) ? "A" : "";
        return $"{(envelope.With.Utf8 ? "UTF8SMTP" : "ESMTP")}{secured}{authenticated}";
    }
}
