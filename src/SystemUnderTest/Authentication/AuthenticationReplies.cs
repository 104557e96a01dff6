using SmtpGate.Grammar;

namespace SmtpGate.Authentication;

/// <summary>What AUTH is answered with (RFC 4954 4, 6).</summary>
public static class AuthenticationReplies
{
    public static readonly Reply Success = new(235, "2.7.0", "Authentication successful");
    public static readonly Reply Invalid = new(535, "5.7.8", "Authentication credentials invalid");
    public static readonly Reply Unavailable = new(454, "4.7.0", "Temporary authentication failure");
    public static readonly Reply Cancelled = new(501, "5.7.0", "Authentication cancelled");
    public static readonly Reply NotBase64 = new(501, "5.5.2", "Cannot decode this: it is no base64");
    public static readonly Reply Malformed = new(501, "5.5.2", "This is no response of the mechanism");
    public static readonly Reply TooLong = new(500, "5.5.6", "Authentication exchange line is too long");
    public static readonly Reply Already = new(503, "5.5.1", "Already authenticated");
    public static readonly Reply InTransaction = new(503, "5.5.1", "Not while a transaction is open");
    public static readonly Reply UnknownMechanism = new(504, "5.5.4", "Unrecognized authentication type");
    public static readonly Reply TlsNeeded = new(538, "5.7.11", "Encryption required for the requested mechanism");
    public static readonly Reply Required = new(530, "5.7.0", "Authentication required");
    public static readonly Reply TooManyFailures = new(421, "4.7.0", "Too many authentication failures, closing");

    public static Reply Challenge(byte[] octets) => new(334, null, Convert.ToBase64String(octets));
}
