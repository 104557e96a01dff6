using SmtpGate.Grammar;

namespace SmtpGate.Sessions;

/// <summary>Which command may come when (RFC 5321 4.1.4), as one table. Whether it may is decided here and only here.</summary>
public static class Sequence
{
    private enum Needs
    {
        Nothing,

        /// <summary>HELO or EHLO was said and no transaction is open.</summary>
        Idle,

        /// <summary>MAIL was accepted, and nothing of the message has come.</summary>
        Transaction,

        /// <summary>MAIL and at least one RCPT were accepted.</summary>
        Recipient,

        /// <summary>The same, nothing of the message has come, and it is no binary one (RFC 3030 2, 3).</summary>
        Text,

        /// <summary>TLS is not active.</summary>
        Clear,
    }

    private sealed record Row(string Keyword, Needs Needs, bool EndsGroup, bool BeforeTls);

    private static readonly Row[] Table =
    [
        //      keyword      needs             reply goes out at once   may come before TLS where that is demanded
        //                                     (RFC 2920 3.2)           (RFC 3207 4)
        new Row("HELO",      Needs.Nothing,     true,                    false),
        new Row("EHLO",      Needs.Nothing,     true,                    true),
        new Row("STARTTLS",  Needs.Clear,       true,                    true),
        new Row("AUTH",      Needs.Nothing,     true,                    false),
        new Row("MAIL",      Needs.Idle,        false,                   false),
        new Row("RCPT",      Needs.Transaction, false,                   false),
        new Row("DATA",      Needs.Text,        true,                    false),
        new Row("BDAT",      Needs.Recipient,   true,                    false),
        new Row("RSET",      Needs.Nothing,     false,                   false),
        new Row("NOOP",      Needs.Nothing,     true,                    true),
        new Row("VRFY",      Needs.Nothing,     true,                    false),
        new Row("HELP",      Needs.Nothing,     true,                    false),
        new Row("QUIT",      Needs.Nothing,     true,                    true),
    ];

    private static readonly Dictionary<string, Row> ByKeyword = Table.ToDictionary(r => r.Keyword);

    /// <summary>Null where the command may come now, else why not.</summary>
    /// <param name="tlsFirst">The virtual server demands TLS.</param>
    public static Reply? Refuse(SessionState state, Command command, bool tlsFirst = false)
    {
        if (state.Refusal is { } always)
            return command is Command.Quit ? null : always;
        if (tlsFirst && !state.IsSecured && ByKeyword.GetValueOrDefault(command.Keyword) is not { BeforeTls: true })
            return Replies.TlsFirst;
        if (command is Command.Unreadable unreadable)
            return unreadable.Why;
        return Lacks(ByKeyword[command.Keyword].Needs, state);
    }

    /// <summary>True where the reply may not wait for those of further commands.</summary>
    public static bool EndsGroup(Command command) =>
        !ByKeyword.TryGetValue(command.Keyword, out var row) || row.EndsGroup || command is Command.Unreadable;

    private static Reply? Lacks(Needs needs, SessionState state) => needs switch
    {
        Needs.Nothing => null,
        Needs.Clear => state.IsSecured ? Replies.TlsActive : null,
        _ when state.Client is null => Replies.HelloFirst,
        Needs.Idle => state.Envelope is null ? null : Replies.TransactionOpen,
        _ when state.Envelope is null => Replies.MailFirst,
        Needs.Transaction or Needs.Text when state.Envelope.Content is not null => Replies.ChunksOpen,
        Needs.Recipient or Needs.Text when state.Envelope.Recipients.IsEmpty => Replies.RcptFirst,
        Needs.Text when state.Envelope.With.Body == BodyKind.Binary => Replies.ChunksOnly,
        _ => null,
    };
}
