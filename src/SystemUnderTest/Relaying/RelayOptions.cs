using SmtpGate.Grammar;

namespace SmtpGate.Relaying;

/// <summary>Who may send to domains that are not marked for relaying.</summary>
public enum RelayFor
{
    Nobody,

    /// <summary>Sessions that have shown who they are.</summary>
    Authenticated,

    Anyone,
}

/// <summary>A domain that is not the gateway's own, but whose mail it knows where to bring.</summary>
/// <param name="Relay">Everybody may send there.</param>
public sealed record RemoteDomain(DomainPattern Pattern, bool Relay);

/// <summary>To whom mail may be sent through a virtual server.</summary>
/// <param name="DefaultDomain">Its own domain, and that of addresses without one; null for none.</param>
public sealed record RelayOptions(string? DefaultDomain, IReadOnlyList<RemoteDomain> Remote, RelayFor For)
{
    /// <summary>Its own domain, or one that is marked: everybody may send there.</summary>
    public bool IsOpen(string domain) =>
        domain.Length == 0
        || DomainName.AreSame(domain, DefaultDomain)
        || Remote.Any(r => r.Relay && r.Pattern.Holds(domain));

    public bool MayRelay(bool isAuthenticated) => For == RelayFor.Anyone || (For == RelayFor.Authenticated && isAuthenticated);
}
