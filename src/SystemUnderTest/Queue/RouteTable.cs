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
    /// <summary>The domain whose mail ends here; null where none does.</summary>
    public (string Domain, Route Route)? Own { get; init; }

    /// <summary>The drop directories.</summary>
    public IEnumerable<string> Folders => Domains.Select(d => d.Route).Append(Own?.Route).Select(r => r?.Folder).OfType<string>();

    /// <summary>There is a way on which nobody listens, or one that ends here.</summary>
    /// <param name="domain">Where to; null: anywhere.</param>
    public bool CanRequireTls(string? domain) => domain is null
        ? Domains.Select(d => d.Route).Append(Others).Append(Own?.Route).Any(IsSure)
        : IsSure(Of(domain));

    private static bool IsSure(Route? route) => route is { Tls.IsSure: true } or { Folder: not null };

    public Route Of(string domain) =>
        Own is { } own && IsOwn(domain, own.Domain) ? own.Route
        : Domains.FirstOrDefault(d => d.Pattern.Holds(domain)).Route ?? Others ?? Named(domain);

    // RFC 5321 4.1.1.3: postmaster without a domain is the one of this place.
    private static bool IsOwn(string domain, string own) =>
        domain.Length == 0 || DomainName.AreSame(domain, own);

    // RFC 5321 5.1: an address literal is no name that could be looked up.
    private Route Named(string domain) => AddressText.Literal(domain) is { } address
        ? new Route(address.ToString(), Direct.Port, Direct.Tls) { IsLiteral = true }
        : new Route((DomainName.ToAscii(domain) ?? domain).ToLowerInvariant(), Direct.Port, Direct.Tls, IsDomain: true);
}
