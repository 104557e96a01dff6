using System.Net;
using SmtpGate.Grammar;

namespace SmtpGate.Names;

/// <summary>A host that takes mail, with its addresses.</summary>
public sealed record MailHost(string Name, IReadOnlyList<IPAddress> Addresses);

/// <summary>Why there is none.</summary>
public enum NoHost
{
    None,

    /// <summary>There is no such domain.</summary>
    NoSuchDomain,

    /// <summary>The domain says that it takes no mail (RFC 7505).</summary>
    TakesNoMail,

    /// <summary>Mail for it would come back here.</summary>
    ComesBack,

    /// <summary>Its hosts are none: they have no address, or another name (RFC 5321 5.1).</summary>
    NoAddress,

    /// <summary>Nobody knows, for now.</summary>
    Unknown,
}

/// <summary>The hosts for a domain's mail, in the order in which they are to be tried, or why there are none.</summary>
public sealed record MailRoute(IReadOnlyList<MailHost> Hosts, NoHost Why);

/// <summary>Finds the hosts for a domain's mail (RFC 5321 5.1).</summary>
/// <param name="isSelf">Whether a name or an address is the gateway's own.</param>
public sealed class MailHosts(INames names, Func<string, IPAddress?, bool> isSelf)
{
    // RFC 5321 5.1 allows a limit. An answer may hold thousands, each of which is asked for.
    private const int MostExchanges = 20;

    public async ValueTask<MailRoute> FindAsync(string domain, CancellationToken cancel)
    {
        if (DomainName.ToAscii(domain) is not { } name)
            return Without(NoHost.NoSuchDomain);
        var answer = await names.AskAsync(name, RecordType.Mx, cancel);
        if (answer.Outcome != DnsOutcome.Found)
            return Without(answer.Outcome == DnsOutcome.NoSuchName ? NoHost.NoSuchDomain : NoHost.Unknown);
        var exchanges = answer.Records.OfType<DnsRecord.Exchange>().ToList();
        // RFC 7505 3: a lone MX of the root.
        if (exchanges is [{ Host: "" }])
            return Without(NoHost.TakesNoMail);
        // RFC 5321 5.1: where there is no MX the domain is its own host, but only then.
        return exchanges.Count == 0
            ? await OwnAsync(name, cancel)
            : await OfAsync(exchanges, cancel);
    }

    /// <summary>The addresses of a host whose name is known, the IPv6 ones first (RFC 6724).</summary>
    public async ValueTask<(IReadOnlyList<IPAddress> Addresses, DnsOutcome Outcome)> AddressesAsync(
        string host, bool alias, CancellationToken cancel)
    {
        var six = await names.AskAsync(host, RecordType.Aaaa, cancel);
        var four = await names.AskAsync(host, RecordType.A, cancel);
        var records = six.Records.Concat(four.Records).ToList();
        // RFC 5321 5.1, RFC 2181 10.3: what an MX names is no alias.
        var isRefused = !alias && records.OfType<DnsRecord.Alias>().Any();
        var outcome = six.Outcome == DnsOutcome.Unknown || four.Outcome == DnsOutcome.Unknown
            ? DnsOutcome.Unknown
            : DnsOutcome.Found;
        return (isRefused ? [] : [.. records.OfType<DnsRecord.Address>().Select(a => a.Value)], outcome);
    }

    private async ValueTask<MailRoute> OwnAsync(string name, CancellationToken cancel)
    {
        var (addresses, outcome) = await AddressesAsync(name, alias: true, cancel);
        if (addresses.Count == 0)
            return Without(outcome == DnsOutcome.Unknown ? NoHost.Unknown : NoHost.NoAddress);
        return IsSelf(name, addresses) ? Without(NoHost.ComesBack) : new MailRoute([new MailHost(name, addresses)], NoHost.None);
    }

    private async ValueTask<MailRoute> OfAsync(List<DnsRecord.Exchange> exchanges, CancellationToken cancel)
    {
        var (hosts, why) = (new List<MailHost>(), NoHost.NoAddress);
        // Equal ones in any order, so that they share the load.
        var best = exchanges.OrderBy(e => e.Preference).ThenBy(_ => Random.Shared.Next()).Take(MostExchanges).ToList();
        foreach (var exchange in best)
        {
            var (addresses, outcome) = await AddressesAsync(exchange.Host, alias: false, cancel);
            // RFC 5321 5.1: those that are no better than the gateway itself would bring it back.
            if (IsSelf(exchange.Host, addresses))
            {
                hosts.RemoveAll(h => PreferenceOf(exchanges, h.Name) >= exchange.Preference);
                // Of a better one nobody may know for now.
                return hosts.Count > 0 ? new MailRoute(hosts, NoHost.None)
                    : Without(why == NoHost.Unknown ? why : NoHost.ComesBack);
            }
            // Named twice it is one host, as good as its better name.
            if (hosts.Exists(h => DomainName.AreSame(h.Name, exchange.Host)))
                continue;
            if (addresses.Count > 0)
                hosts.Add(new MailHost(exchange.Host, addresses));
            else if (outcome == DnsOutcome.Unknown)
                why = NoHost.Unknown;
        }
        return hosts.Count > 0 ? new MailRoute(hosts, NoHost.None) : Without(why);
    }

    /// <summary>Mail for an address literal would come back here.</summary>
    public bool ComesBack(IPAddress literal) => isSelf("", literal);

    private static int PreferenceOf(List<DnsRecord.Exchange> exchanges, string host) =>
        exchanges.Where(e => e.Host == host).Min(e => e.Preference);

    private bool IsSelf(string name, IReadOnlyList<IPAddress> addresses) =>
        isSelf(name, null) || addresses.Any(a => isSelf(name, a));

    private static MailRoute Without(NoHost why) => new([], why);
}
