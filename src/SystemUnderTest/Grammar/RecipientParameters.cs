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
/// <param name="Original">
/// ORCPT as it came: an address type, a semicolon and xtext, or what RFC 6533 has for the type utf-8; null where nothing was
/// said of it.
/// </param>
public sealed record RecipientParameters(Notify? Notify = null, string? Original = null)
{
    public static readonly RecipientParameters None = new();

    /// <summary>It needs SMTPUTF8.</summary>
    public bool IsInternational => Original is not null && Original.Any(c => c > 127);

    /// <summary>The type and the address of ORCPT as a report has them; null where nothing was said of it.</summary>
    public string? OriginalShown
    {
        get
        {
            if (Original?.IndexOf(';') is not { } at)
                return null;
            var (type, address) = (Original[..at], Original[(at + 1)..]);
            return $"{type}; {(Utf8Address.IsType(type) ? address : Xtext.Shown(address))}";
        }
    }
}
