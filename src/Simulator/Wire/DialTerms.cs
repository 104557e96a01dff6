using System.Net;

namespace SmtpSim.Wire;

/// <summary>What is settled before a connection is opened.</summary>
/// <param name="From">The address of this machine that it comes from; null: the system chooses.</param>
/// <param name="Receives">
/// Octets of the system's receive buffer; null: the system's own. The first segment offers a window already, and a window is
/// not taken back (RFC 9293 3.8.6), so that it cannot be as small any later.
/// </param>
public sealed record DialTerms(IPAddress? From = null, int? Receives = null)
{
    public static readonly DialTerms Usual = new();
}
