using System.Net;
using SmtpGate.Grammar;

namespace SmtpGate.Sinks;

/// <summary>The session as a sink sees it at the moment of an event.</summary>
/// <param name="Client">Null where the transport has no address.</param>
/// <param name="ClientName">What the client said behind HELO or EHLO, null before.</param>
/// <param name="From">The reverse-path of the open transaction, null outside one.</param>
/// <param name="Recipients">Those accepted so far.</param>
/// <param name="Cipher">Of the TLS that stands between client and gateway, null in clear.</param>
/// <param name="Properties">Lasts as long as the session, or until STARTTLS makes it forget everything.</param>
public sealed record SinkSession(
    IPAddress? Client,
    string? ClientName,
    ReversePath? From,
    IReadOnlyList<Mailbox> Recipients,
    string? Cipher,
    PropertyBag Properties)
{
    public bool IsSecured => Cipher is not null;
}
