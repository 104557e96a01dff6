using System.Net;
using System.Net.NetworkInformation;
using SmtpGate.Names;

namespace SmtpGate.Queue;

/// <summary>Who is asked for a domain's hosts, and what counts as the gateway itself.</summary>
/// <param name="Servers">Null: those of the system.</param>
/// <param name="Name">The gateway's own.</param>
/// <param name="Ports">Where it listens.</param>
public sealed record NameService(IReadOnlyList<IPEndPoint>? Servers, string Name, IReadOnlyList<int> Ports)
{
    private const int UsualPort = 53;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <param name="port">Where the hosts are spoken to.</param>
    internal MailHosts Hosts(int port, TimeProvider clock) =>
        new(new DnsClient(Servers ?? OfSystem(), Patience, clock), (name, address) => IsSelf(name, address, port));

    private bool IsSelf(string name, IPAddress? address, int port) => address is null
        ? name.Equals(Name, StringComparison.OrdinalIgnoreCase)
        : Ports.Contains(port) && (IPAddress.IsLoopback(address) || IsAny(address) || IsOwn(address));

    // To connect to it is to connect to this machine.
    private static bool IsAny(IPAddress address) =>
        (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address) is var plain
        && (plain.Equals(IPAddress.Any) || plain.Equals(IPAddress.IPv6Any));

    private static bool IsOwn(IPAddress address) => NetworkInterface.GetAllNetworkInterfaces()
        .Any(i => i.GetIPProperties().UnicastAddresses.Any(u => u.Address.Equals(address)));

    private static IReadOnlyList<IPEndPoint> OfSystem() =>
    [
        .. NetworkInterface.GetAllNetworkInterfaces().SelectMany(i => i.GetIPProperties().DnsAddresses).Distinct()
            .Select(a => new IPEndPoint(a, UsualPort)),
    ];
}
