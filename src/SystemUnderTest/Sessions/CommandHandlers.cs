using SmtpGate.Grammar;

namespace SmtpGate.Sessions;

/// <summary>What each command does once it may come and nobody objects. Returns; never writes.</summary>
public static class CommandHandlers
{
    public static Turn Handle(SessionContext context, SessionState state, Command command) => command switch
    {
        Command.Helo hello => Hello(context, state, new Greeted(hello.Domain, Extended: false)),
        Command.Ehlo hello => Hello(context, state, new Greeted(hello.Domain, Extended: true)),
        Command.StartTls => SecuringHandler.Begin(context, state),
        // Who a client is, is for a sink to find out.
        Command.Auth => new Turn(Replies.NotImplemented, state),
        Command.Mail mail => Mail(context, state, mail),
        Command.Rcpt rcpt => Recipient(context, state, rcpt),
        Command.Data => DataHandler.Begin(context, state),
        Command.Bdat chunk => ChunkHandler.Begin(context, state, chunk),
        Command.Rset => new Turn(Replies.Reset, state with { Envelope = null }),
        Command.Noop => new Turn(Replies.Noop, state),
        Command.Vrfy => new Turn(Replies.NotVerified, state),
        Command.Help => new Turn(Replies.Help, state),
        Command.Quit => new Turn(Replies.Closing(context.Services.HostName), state, Closes: true),
        _ => throw new InvalidOperationException($"no handler for {command.Keyword}"),
    };

    // RFC 5321 4.1.4: EHLO and HELO also end an open transaction.
    private static Turn Hello(SessionContext context, SessionState state, Greeted client) => new(
        client.Extended ? Extensions(context.Services, state) : Replies.Hello(context.Services.HostName),
        state with { Client = client, Envelope = null });

    private static Reply Extensions(SessionServices services, SessionState state) => new(
        250,
        null,
        [
            services.HostName,
            "PIPELINING",
            // RFC 1870 4: zero is no limit.
            $"SIZE {services.Limits.MessageOctets ?? 0}",
            "8BITMIME",
            "CHUNKING",
            "BINARYMIME",
            "SMTPUTF8",
            "ENHANCEDSTATUSCODES",
            .. services.Delivery.SendsReports ? (string[])["DSN"] : [],
            .. CanRequireTls(services, state) ? (string[])["REQUIRETLS"] : [],
            .. services.Tls is null || state.IsSecured ? Array.Empty<string>() : ["STARTTLS"],
            "HELP",
        ]);

    // RFC 8689 3: not where others may have listened already
    private static bool CanRequireTls(SessionServices services, SessionState state) =>
        state.IsSecured && services.Delivery.CanRequireTls(null);

    private static Turn Mail(SessionContext context, SessionState state, Command.Mail mail)
    {
        var (limits, account) = (context.Services.Limits, state.Account);
        if (!IsOffered(mail.With, context.Services, state))
            return new Turn(Replies.UnknownParameter, state);
        if (account.Messages >= limits.Messages)
            return new Turn(Replies.TooManyMessages, state, Closes: true);
        // RFC 1870 6.1: a declared size above the limit is refused here, before the message is sent.
        if (mail.With.Size > (ulong?)limits.MessageOctets)
            return new Turn(Replies.TooLarge, state);
        if (account.Octets + (decimal)(mail.With.Size ?? 0) > limits.SessionOctets)
            return new Turn(Replies.SessionTooLarge, state, Closes: true);
        // RFC 3463 3.4: a message that would not be kept need not be sent.
        if (context.Services.Delivery.Refusal is { } refusal)
            return new Turn(refusal, state);
        return new Turn(Replies.SenderAccepted, state with { Envelope = new Envelope(mail.From, mail.With, []) });
    }

    // RFC 5321 2.2.2, RFC 4954 5: parameters of extensions that are not offered to everybody
    private static bool IsOffered(MailParameters with, SessionServices services, SessionState state) =>
        (with.Auth is null || services.Sinks.Current.Hears("AUTH"))
        && (!with.IsAboutReports || services.Delivery.SendsReports)
        && (!with.RequiresTls || CanRequireTls(services, state));

    private static Turn Recipient(SessionContext context, SessionState state, Command.Rcpt rcpt)
    {
        var envelope = state.Envelope!;
        if (rcpt.With != RecipientParameters.None && !context.Services.Delivery.SendsReports)
            return new Turn(Replies.UnknownParameter, state);
        if ((rcpt.To.IsInternational || rcpt.With.IsInternational) && !envelope.With.Utf8)
            return new Turn(Replies.Utf8Needed, state);
        // RFC 8689 5: a report is better taken than lost.
        if (envelope is { With.RequiresTls: true, From.Mailbox: not null } && !context.Services.Delivery.CanRequireTls(rcpt.To))
            return new Turn(Replies.NextHostLacksTls, state);
        // RFC 5321 4.5.3.1.10: the rest is refused one by one; those accepted stay.
        if (envelope.Recipients.Count >= context.Services.Limits.Recipients)
            return new Turn(Replies.TooManyRecipients, state);
        return new Turn(
            Replies.RecipientAccepted(rcpt.To),
            state with { Envelope = envelope.Add(rcpt.To, rcpt.With) });
    }
}
