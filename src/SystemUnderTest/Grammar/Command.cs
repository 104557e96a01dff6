namespace SmtpGate.Grammar;

/// <summary>What a client can say: a closed family of values. A line that is none of them is one too.</summary>
/// <param name="Keyword">The verb in capitals.</param>
public abstract record Command(string Keyword)
{
    public sealed record Helo(string Domain) : Command("HELO");

    public sealed record Ehlo(string Domain) : Command("EHLO");

    public sealed record Mail(ReversePath From, MailParameters With) : Command("MAIL");

    public sealed record Rcpt(Mailbox To) : Command("RCPT")
    {
        public RecipientParameters With { get; init; } = RecipientParameters.None;
    }

    public sealed record Data() : Command("DATA");

    /// <summary>A chunk of a message follows (RFC 3030 2).</summary>
    /// <param name="IsLast">The message ends with it.</param>
    public sealed record Bdat(ulong Octets, bool IsLast) : Command("BDAT");

    public sealed record Rset() : Command("RSET");

    public sealed record Noop() : Command("NOOP");

    public sealed record Vrfy(string Argument) : Command("VRFY");

    public sealed record Help() : Command("HELP");

    public sealed record StartTls() : Command("STARTTLS");

    /// <param name="Mechanism">In capitals.</param>
    /// <param name="Response">The initial response as it came, base64 or "="; null where there is none.</param>
    public sealed record Auth(string Mechanism, string? Response) : Command("AUTH")
    {
        /// <summary>Without the response: it holds a secret.</summary>
        public override string ToString() => $"AUTH {Mechanism}";
    }

    public sealed record Quit() : Command("QUIT");

    /// <summary>A line that cannot be obeyed, with the reply it earns.</summary>
    public sealed record Unreadable(string Keyword, Reply Why) : Command(Keyword);
}
