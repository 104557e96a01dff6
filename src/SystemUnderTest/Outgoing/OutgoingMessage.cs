namespace SmtpGate.Outgoing;

/// <summary>A message on its way to the next host.</summary>
/// <param name="Read">
/// Its content from the first octet, with CRLF line ends, not dot-stuffed. Whoever reads it disposes of it.
/// </param>
public sealed record OutgoingMessage(Arriving Envelope, Func<Stream> Read);
