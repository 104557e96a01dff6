namespace SmtpGate.Outgoing;

/// <summary>How long a client waits for a server, each at least what RFC 5321 4.5.3.2 asks for.</summary>
/// <param name="Connect">For the connection itself; the RFC says nothing of it.</param>
/// <param name="Greeting">4.5.3.2.1, and for the reply to EHLO.</param>
/// <param name="Command">MAIL (4.5.3.2.2) and RCPT (4.5.3.2.3).</param>
/// <param name="Data">4.5.3.2.4</param>
/// <param name="Block">4.5.3.2.5, for each part of the content to be taken.</param>
/// <param name="End">4.5.3.2.6: too early an end is the commonest cause of a message that arrives twice.</param>
public sealed record TimeLimits(
    TimeSpan Connect, TimeSpan Greeting, TimeSpan Command, TimeSpan Data, TimeSpan Block, TimeSpan End)
{
    public static readonly TimeLimits Standard = new(
        TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(2),
        TimeSpan.FromMinutes(3), TimeSpan.FromMinutes(10));
}
