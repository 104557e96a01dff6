using SmtpGate.Grammar;
using SmtpGate.Outgoing;

namespace SmtpGate.Queue;

/// <summary>
/// Which way mail goes: that of the first remote domain that fits, else that of the host for all others, else the one that
/// the domain names itself.
/// </summary>
/// <param name="Others">Null where domains name their hosts.</param>
/// <param name="Direct">Port and TLS for hosts that a domain names.</param>
public sealed record RouteTable(
    IReadOnlyList<(DomainPattern Pattern, Route Route)> Domains, Route? Others, (int Port, OutgoingTls Tls) Direct)
{
    public Route Of(string domain) =>
        Domains.FirstOrDefault(d => d.Pattern.Holds(domain)).Route ?? Others ?? Named(domain);

    // RFC 5321 5.1: an address literal is no name that could be looked up.
    private Route Named(string domain) => AddressText.Literal(domain) is { } address
        ? new Route(address.ToString(), Direct.Port, Direct.Tls)
        : new Route(domain.ToLowerInvariant(), Direct.Port, Direct.Tls, IsDomain: true);
}
