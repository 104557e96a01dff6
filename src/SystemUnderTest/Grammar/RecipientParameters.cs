namespace SmtpGate.Grammar;

/// <summary>Of what the sender wants to hear (RFC 3461 4.1); none of it where NEVER was said.</summary>
[Flags]
public enum Notify
{
    Never = 0,
    Success = 1,
    Failure = 2,
    Delay = 4,
}

/// <summary>The parameters of RCPT that the gateway offers (RFC 3461).</summary>
/// <param name="Notify">Null where nothing was said of it.</param>
/// <param name="Original">ORCPT as it came: an address type, a semicolon and xtext; null where nothing was said of it.</param>
public sealed record RecipientParameters(Notify? Notify = null, string? Original = null)
{
    public static readonly RecipientParameters None = new();
}
