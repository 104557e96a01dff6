using System.Net;
using SmtpGate.Grammar;
using SmtpGate.Outgoing;

namespace SmtpGate.Queue;

/// <summary>Where mail for a domain goes.</summary>
/// <param name="Host">A name or an address.</param>
public sealed record Route(string Host, int Port, OutgoingTls Tls)
{
    /// <summary>The addresses to try, in their order; none where the name has none.</summary>
    public async ValueTask<IReadOnlyList<IPEndPoint>> ResolveAsync(CancellationToken cancel)
    {
        if (AddressText.Parse(Host) is { } address)
            return [new IPEndPoint(address, Port)];
        try
        {
            return [.. (await Dns.GetHostAddressesAsync(Host, cancel)).Select(a => new IPEndPoint(a, Port))];
        }
        catch (System.Net.Sockets.SocketException)
        {
            return [];
        }
    }

    public override string ToString() => $"{Host}:{Port}";
}

/// <summary>Which way mail goes: that of the first remote domain that fits, else the one for all others.</summary>
public sealed record RouteTable(IReadOnlyList<(DomainPattern Pattern, Route Route)> Domains, Route? Others)
{
    /// <summary>Null where there is no way.</summary>
    public Route? Of(string domain) => Domains.FirstOrDefault(d => d.Pattern.Holds(domain)).Route ?? Others;
}
