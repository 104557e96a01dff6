using System.Net;
using SmtpGate.Outgoing;
using SmtpGate.Sinks;
using SmtpGate.Tls;
using SmtpGate.Wire;

namespace SmtpGate.Sessions;

/// <summary>What all sessions of a virtual server share.</summary>
/// <param name="HostName">The gateway's own name: in the greeting, in EHLO's reply, in Received.</param>
/// <param name="Tls">Null where it is not offered.</param>
public sealed record SessionServices(
    string HostName, SessionLimits Limits, ServerTls? Tls, SinkBindings Sinks, IAcceptance Delivery, TimeProvider Clock,
    ILogger Logger);

/// <summary>What a handler may know of the session it works for.</summary>
/// <param name="Client">Null where the transport has no address.</param>
public sealed record SessionContext(SessionServices Services, SessionWire Wire, Patience Patience, IPAddress? Client)
{
    /// <summary>What the session's sinks tell one another.</summary>
    public PropertyBag Properties { get; } = new();

    public SinkSession Seen(SessionState state) => new(
        Client, state.Client?.Name, state.Envelope?.From, state.Envelope?.Recipients ?? [], state.Cipher, Properties);
}
