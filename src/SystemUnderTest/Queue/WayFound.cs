using System.Net;
using System.Net.Sockets;
using SmtpGate.Grammar;
using SmtpGate.Names;
using SmtpGate.Outgoing;

namespace SmtpGate.Queue;

/// <summary>A host to try.</summary>
internal sealed record NextHost(string Name, IPEndPoint EndPoint);

/// <summary>The hosts to try in their order, or what stands in the way.</summary>
/// <param name="Refusal">It would be no better later.</param>
internal sealed record WayFound(IReadOnlyList<NextHost> Hosts, Trouble Trouble, Reply? Refusal)
{
    /// <param name="names">Made where they are needed: what the system goes by is looked up anew.</param>
    public static async ValueTask<WayFound> FindAsync(Route route, Func<MailHosts> names, CancellationToken cancel)
    {
        if (route.IsLiteral && names().ComesBack(IPAddress.Parse(route.Host)))
            return new([], Trouble.None, Replies.MailComesBack);
        if (!route.IsDomain)
            return To(await AddressesAsync(route.Host, cancel), route);
        var (hosts, why) = await names().FindAsync(route.Host, cancel);
        return why switch
        {
            NoHost.None => new(
                [.. hosts.SelectMany(h => h.Addresses.Select(a => new NextHost(h.Name, new IPEndPoint(a, route.Port))))],
                Trouble.None, null),
            NoHost.NoSuchDomain => new([], Trouble.None, Replies.NoSuchDomain),
            NoHost.TakesNoMail => new([], Trouble.None, Replies.DomainTakesNoMail),
            NoHost.ComesBack => new([], Trouble.None, Replies.MailComesBack),
            NoHost.NoAddress => new([], Trouble.None, Replies.DomainHasNoHost),
            _ => new([], Trouble.Unresolved, null),
        };
    }

    private static WayFound To(IReadOnlyList<IPAddress> addresses, Route route) => new(
        [.. addresses.Select(a => new NextHost(route.Host, new IPEndPoint(a, route.Port)))],
        addresses.Count == 0 ? Trouble.Unresolved : Trouble.None,
        null);

    // A host that somebody has named may stand in the system's own list, too.
    private static async ValueTask<IReadOnlyList<IPAddress>> AddressesAsync(string host, CancellationToken cancel)
    {
        if (AddressText.Parse(host) is { } address)
            return [address];
        try
        {
            return await Dns.GetHostAddressesAsync(host, cancel);
        }
        catch (SocketException)
        {
            return [];
        }
    }
}
