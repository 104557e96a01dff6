namespace SmtpGate.Sessions;

/// <summary>What one session may take, and where each number comes from.</summary>
/// <param name="LineOctets">
/// A command line, CRLF included. RFC 5321 4.5.3.1.4 asks for 512 and extensions add to it; 2048 is Postfix's limit.
/// </param>
/// <param name="MessageOctets">The content of a message; 4.5.3.1.7 asks for 64 KiB. 2 MB is IIS's default.</param>
/// <param name="Recipients">Per message; 4.5.3.1.8 asks for 100, IIS's default too.</param>
/// <param name="Hops">Received lines; 6.3 wants the threshold at 100 normally, so that it stops nothing but loops.</param>
/// <param name="CommandTime">Until the next command; 4.5.3.2.7 asks for 5 minutes.</param>
/// <param name="DataTime">Until the next octets of a message; 4.5.3.2.7 again.</param>
public sealed record SessionLimits(
    int LineOctets, long MessageOctets, int Recipients, int Hops, TimeSpan CommandTime, TimeSpan DataTime)
{
    public static readonly SessionLimits Default =
        new(2048, 2048 * 1024, 100, 100, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(5));
}
