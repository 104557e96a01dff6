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
/// <param name="Pattern"><c>a.example</c>, or <c>*.a.example</c> for all below it.</param>
/// <param name="Relay">Everybody may send there.</param>
public sealed record RemoteDomain(string Pattern, bool Relay)
{
    public bool Holds(string domain) => Pattern.StartsWith("*.", StringComparison.Ordinal)
        ? domain.EndsWith(Pattern[1..], StringComparison.OrdinalIgnoreCase) && domain.Length >= Pattern.Length
        : domain.Equals(Pattern, StringComparison.OrdinalIgnoreCase);
}

/// <summary>To whom mail may be sent through a virtual server.</summary>
/// <param name="DefaultDomain">Its own domain, and that of addresses without one; null for none.</param>
public sealed record RelayOptions(string? DefaultDomain, IReadOnlyList<RemoteDomain> Remote, RelayFor For)
{
    /// <summary>Its own domain, or one that is marked: everybody may send there.</summary>
    public bool IsOpen(string domain) =>
        domain.Length == 0
        || domain.Equals(DefaultDomain, StringComparison.OrdinalIgnoreCase)
        || Remote.Any(r => r.Relay && r.Holds(domain));

    public bool MayRelay(bool isAuthenticated) => For == RelayFor.Anyone || (For == RelayFor.Authenticated && isAuthenticated);
}
