namespace SmtpGate.Grammar;

/// <summary>What the client says of the content's octets (RFC 6152, RFC 3030 3).</summary>
public enum BodyKind
{
    SevenBit,
    EightBit,

    /// <summary>Any octets: not even lines.</summary>
    Binary,
}

/// <summary>What of a message its sender wants back where it cannot be delivered (RFC 3461 4.3).</summary>
public enum ReturnedPart
{
    Whole,
    Header,
}

/// <summary>The parameters of MAIL that the gateway offers.</summary>
/// <param name="Size">The declared size in octets (RFC 1870), null where none was declared.</param>
/// <param name="Utf8">SMTPUTF8 (RFC 6531): addresses and headers may be UTF-8.</param>
/// <param name="Auth">Who sent it first, as another server knows (RFC 4954 5); null where nothing is said of it.</param>
public sealed record MailParameters(
    ulong? Size = null, BodyKind Body = BodyKind.SevenBit, bool Utf8 = false, ReversePath? Auth = null)
{
    public static readonly MailParameters None = new();

    /// <summary>REQUIRETLS (RFC 8689): it goes no way on which others might listen.</summary>
    public bool RequiresTls { get; init; }

    /// <summary>RET; null where nothing was said of it.</summary>
    public ReturnedPart? Return { get; init; }

    /// <summary>ENVID in xtext, as it came; null where nothing was said of it.</summary>
    public string? EnvelopeId { get; init; }

    /// <summary>Something was said of reports (RFC 3461).</summary>
    public bool IsAboutReports => Return is not null || EnvelopeId is not null;
}

/// <summary>One <c>keyword[=value]</c>, before anyone knows what it means.</summary>
public sealed record Parameter(string Keyword, string? Value);
