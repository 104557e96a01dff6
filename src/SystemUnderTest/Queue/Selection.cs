using SmtpGate.Grammar;

namespace SmtpGate.Queue;

/// <summary>Which messages are meant: all that every condition holds for.</summary>
/// <param name="Ids">Null or empty: whatever their id.</param>
/// <param name="From">A sender, or a domain; <c>&lt;&gt;</c> for reports.</param>
/// <param name="To">One of the recipients, or the domain of one.</param>
public sealed record Selection(
    IReadOnlyList<string>? Ids = null, string? From = null, string? To = null, string? Server = null)
{
    internal bool Holds(QueuedEnvelope text) =>
        (Server is null || text.Server == Server)
        && (From is null || (From == "<>" ? text.From.Length == 0 : Fits(From, text.From)))
        && (To is null || text.To.Any(t => Fits(To, t)));

    // RFC 5321 2.4: domains are the same whatever their case; people expect it of the rest, too.
    private static bool Fits(string wanted, string address)
    {
        var (at, wantedAt) = (address.LastIndexOf('@'), wanted.LastIndexOf('@'));
        return wantedAt < 0 && at >= 0
            ? DomainName.AreSame(wanted, address[(at + 1)..])
            : string.Equals(InALabels(wanted, wantedAt), InALabels(address, at), StringComparison.OrdinalIgnoreCase);
    }

    private static string InALabels(string address, int at) => address[..(at + 1)] + DomainName.ToAscii(address[(at + 1)..]);
}
