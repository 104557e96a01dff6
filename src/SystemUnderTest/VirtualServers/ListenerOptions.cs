using System.Net;
using SmtpGate.Configuration;
using SmtpGate.Grammar;
using SmtpGate.Sessions;

namespace SmtpGate.VirtualServers;

/// <summary>An address that a virtual server listens on.</summary>
/// <param name="EndPoint">Port 0 lets the system choose; the ready line says which it chose.</param>
public sealed record ListenerOptions(string Name, IPEndPoint EndPoint, ConnectionTerms Terms)
{
    // RFC 8314 7.3: submissions
    private const int Submissions = 465;

    public static ListenerOptions Read(SettingsReader settings, string server, bool hasTls)
    {
        var name = settings.Label("Name", server);
        var address = settings.Address("Address", IPAddress.Any);
        var port = settings.Number("Port", 25, 0, IPEndPoint.MaxPort);
        var atOnce = settings.Flag("TlsAtOnce", port == Submissions && hasTls);
        var proxies = settings.List("Proxies", "an IP address or range like 192.0.2.0/24", AddressRange.Parse) ?? [];
        settings.RefuseOthers();
        if (atOnce && !hasTls)
            settings.Report("TlsAtOnce", $"{settings.Name("TlsAtOnce")} needs a section Tls in the virtual server");
        return new ListenerOptions(name, new IPEndPoint(address, port), new ConnectionTerms(atOnce, proxies));
    }
}
