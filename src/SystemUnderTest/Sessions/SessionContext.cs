using System.Net;
using SmtpGate.Outgoing;
using SmtpGate.Sinks;
using SmtpGate.Wire;

namespace SmtpGate.Sessions;

/// <summary>What all sessions of a listener share.</summary>
/// <param name="HostName">The gateway's own name: in the greeting, in EHLO's reply, in Received.</param>
public sealed record SessionServices(
    string HostName, SessionLimits Limits, SinkChain Sinks, CutThrough Delivery, TimeProvider Clock);

/// <summary>What a handler may know of the session it works for.</summary>
/// <param name="Client">Null where the transport has no address.</param>
public sealed record SessionContext(SessionServices Services, SessionWire Wire, Patience Patience, IPAddress? Client);
