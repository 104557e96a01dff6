using SmtpGate.Configuration;
using SmtpGate.Grammar;

namespace SmtpGate.Relaying;

/// <summary>Reads to whom mail may be sent.</summary>
public static class RelaySettings
{
    /// <summary>Without a list of remote domains every domain is as good as another.</summary>
    public static RelayOptions Read(SettingsReader settings)
    {
        var hasDomains = settings.Has("RemoteDomains");
        return new RelayOptions(
            settings.TextOrNothing("DefaultDomain", "a domain", DomainName.Parse),
            [.. settings.Sections("RemoteDomains").Select(ReadDomain).OfType<RemoteDomain>()],
            settings.Choice("RelayFor", hasDomains ? RelayFor.Authenticated : RelayFor.Anyone));
    }

    private static RemoteDomain? ReadDomain(SettingsReader settings)
    {
        var pattern = settings.Text("Domain", DomainPattern.Form, DomainPattern.Parse);
        if (!settings.Has("Domain"))
            settings.Report("Domain", $"a remote domain needs its name: \"Domain\": \"a.example\"");
        var relay = settings.Flag("Relay", true);
        // Whoever brings it there reads how.
        settings.Has("Delivery");
        settings.RefuseOthers();
        return pattern is null ? null : new RemoteDomain(pattern, relay);
    }
}
