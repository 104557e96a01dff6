using SmtpGate.Grammar;

namespace SmtpGate.Outgoing;

/// <summary>A message on its way to the next host.</summary>
/// <param name="Trace">The Received line that goes in front of the content.</param>
/// <param name="Content">With CRLF line ends, not dot-stuffed.</param>
public sealed record OutgoingMessage(
    ReversePath From,
    IReadOnlyList<Mailbox> Recipients,
    MailParameters With,
    string Id,
    string Trace,
    MessageContent Content);
