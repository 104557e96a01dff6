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

        /// <summary>MAIL was accepted.</summary>
        Transaction,

        /// <summary>MAIL and at least one RCPT were accepted.</summary>
        Recipient,
    }

    private sealed record Row(string Keyword, Needs Needs, bool EndsGroup);

    private static readonly Row[] Table =
    [
        //      keyword  needs              must its reply go out at once (RFC 2920 3.2)
        new Row("HELO", Needs.Nothing, true),
        new Row("EHLO", Needs.Nothing, true),
        new Row("MAIL", Needs.Idle, false),
        new Row("RCPT", Needs.Transaction, false),
        new Row("DATA", Needs.Recipient, true),
        new Row("RSET", Needs.Nothing, false),
        new Row("NOOP", Needs.Nothing, true),
        new Row("VRFY", Needs.Nothing, true),
        new Row("HELP", Needs.Nothing, true),
        new Row("QUIT", Needs.Nothing, true),
    ];

    private static readonly Dictionary<string, Row> ByKeyword = Table.ToDictionary(r => r.Keyword);

    /// <summary>Null where the command may come now, else why not.</summary>
    public static Reply? Refuse(SessionState state, Command command)
    {
        if (state.Refused)
            return command is Command.Quit ? null : Replies.Refused;
        if (command is Command.Unreadable unreadable)
            return unreadable.Why;
        return ByKeyword[command.Keyword].Needs switch
        {
            Needs.Nothing => null,
            _ when state.Client is null => Replies.HelloFirst,
            Needs.Idle => state.Envelope is null ? null : Replies.TransactionOpen,
            _ when state.Envelope is null => Replies.MailFirst,
            Needs.Recipient when state.Envelope.Recipients.IsEmpty => Replies.RcptFirst,
            _ => null,
        };
    }

    /// <summary>True where the reply may not wait for those of further commands.</summary>
    public static bool EndsGroup(Command command) =>
        !ByKeyword.TryGetValue(command.Keyword, out var row) || row.EndsGroup || command is Command.Unreadable;
}
