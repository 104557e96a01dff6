using SmtpGate.Grammar;

namespace SmtpGate.Sessions;

/// <summary>What each command does once it may come and nobody objects. Returns; never writes.</summary>
public static class CommandHandlers
{
    public static ValueTask<Turn> HandleAsync(
        SessionContext context, SessionState state, Command command, CancellationToken cancel) => command switch
        {
            Command.Helo hello => new(Hello(context, state, new Greeted(hello.Domain, Extended: false))),
            Command.Ehlo hello => new(Hello(context, state, new Greeted(hello.Domain, Extended: true))),
            Command.Mail mail => new(Mail(context, state, mail)),
            Command.Rcpt rcpt => new(Recipient(context, state, rcpt)),
            Command.Data => new(DataHandler.Begin(context, state)),
            Command.Rset => new(new Turn(Replies.Reset, state with { Envelope = null })),
            Command.Noop => new(new Turn(Replies.Noop, state)),
            Command.Vrfy => new(new Turn(Replies.NotVerified, state)),
            Command.Help => new(new Turn(Replies.Help, state)),
            Command.Quit => new(new Turn(Replies.Closing(context.Services.HostName), state, Closes: true)),
            _ => throw new InvalidOperationException($"no handler for {command.Keyword}"),
        };

    // RFC 5321 4.1.4: EHLO and HELO also end an open transaction.
    private static Turn Hello(SessionContext context, SessionState state, Greeted client) => new(
        client.Extended ? Extensions(context.Services) : Replies.Hello(context.Services.HostName),
        state with { Client = client, Envelope = null });

    private static Reply Extensions(SessionServices services) => new(
        250,
        null,
        [
            services.HostName,
            "PIPELINING",
            $"SIZE {services.Limits.MessageOctets}",
            "8BITMIME",
            "SMTPUTF8",
            "ENHANCEDSTATUSCODES",
            "HELP",
        ]);

    // RFC 1870 6.1: a declared size above the limit is refused here, before the message is sent.
    private static Turn Mail(SessionContext context, SessionState state, Command.Mail mail) =>
        mail.With.Size > (ulong)context.Services.Limits.MessageOctets
            ? new Turn(Replies.TooLarge, state)
            : new Turn(Replies.SenderAccepted, state with { Envelope = new Envelope(mail.From, mail.With, []) });

    private static Turn Recipient(SessionContext context, SessionState state, Command.Rcpt rcpt)
    {
        var envelope = state.Envelope!;
        if (rcpt.To.IsInternational && !envelope.With.Utf8)
            return new Turn(Replies.Utf8Needed, state);
        // RFC 5321 4.5.3.1.10: the rest is refused one by one; those accepted stay.
        if (envelope.Recipients.Count >= context.Services.Limits.Recipients)
            return new Turn(Replies.TooManyRecipients, state);
        return new Turn(
            Replies.RecipientAccepted(rcpt.To),
            state with { Envelope = envelope with { Recipients = envelope.Recipients.Add(rcpt.To) } });
    }
}
