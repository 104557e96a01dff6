using System.Text;
using SmtpGate.Grammar;
using SmtpGate.Outgoing;
using SmtpGate.Sinks;

namespace SmtpGate.Sessions;

/// <summary>DATA: 354, the message to its true end, then judgement and delivery while the client waits.</summary>
public static class DataHandler
{
    public static Turn Begin(SessionContext context, SessionState state) =>
        new(Replies.StartData, state, Then: cancel => ReceiveAsync(context, state, cancel));

    private static async ValueTask<Turn> ReceiveAsync(SessionContext context, SessionState state, CancellationToken cancel)
    {
        var limits = context.Services.Limits;
        await using var message = await BeginAsync(context, state, cancel);
        var pace = new Pace(limits, context.Patience, context.Services.Clock);
        var end = await context.Wire.ReadContentAsync(
            message.Reader, octets => message.KeepAsync(octets, cancel), () => pace.Keep(message.Length), cancel);
        // RFC 5321 4.1.1.4: whatever the reply is, the transaction is over after it.
        var account = state.Account with { Octets = state.Account.Octets + message.Length };
        var after = state with { Envelope = null, Account = account };
        if (end == ContentEnd.Closed)
            return new Turn(Replies.Incomplete, after, Closes: true);
        if (end == ContentEnd.Interrupted)
            return new Turn(context.Patience.IsOver ? pace.TooLate : Replies.Stopping, after, Closes: true);
        context.Patience.End();
        if (message.Judge() is { } refusal)
            return new Turn(refusal, after);
        if (after.Account.Octets > limits.SessionOctets)
            return new Turn(Replies.SessionTooLarge, after, Closes: true);
        return await AcceptAsync(context, state, after, message, cancel);
    }

    private static async ValueTask<IncomingMessage> BeginAsync(
        SessionContext context, SessionState state, CancellationToken cancel)
    {
        var (services, envelope) = (context.Services, state.Envelope!);
        var id = MessageId.New(services.Clock);
        var arrival = services.Delivery.Begin(
            new Arriving(id, envelope.From, envelope.With, envelope.Recipients) { Wishes = envelope.Wishes });
        var trace = TraceField.Received(services, context.Seen(state), state.Client!, envelope, id);
        await arrival.WriteAsync(Encoding.UTF8.GetBytes(trace), cancel);
        return new IncomingMessage(services.Limits, arrival);
    }

    private static async ValueTask<Turn> AcceptAsync(
        SessionContext context, SessionState state, SessionState after, IncomingMessage message, CancellationToken cancel)
    {
        var asked = new SinkContext(SinkEvent.EndOfData, null, context.Seen(state));
        if (await context.Services.Sinks.Current.AskAsync(asked, cancel) == Passing.Consumed || asked.Refusal is not null)
            return Ended(asked, asked.Refusal ?? asked.Reply ?? Replies.Noop, after);
        var reply = await message.AcceptAsync(cancel);
        return reply.IsDone
            ? Ended(asked, asked.Reply ?? reply, after with { Account = Taken(after.Account) })
            : Ended(asked, reply, after);
    }

    // Who sends mail that is taken is no nuisance: its errors are forgiven.
    private static Account Taken(Account account) => account with { Messages = account.Messages + 1, Errors = 0 };

    private static Turn Ended(SinkContext asked, Reply reply, SessionState after) =>
        new(reply, after, asked.Drops) { IsError = asked.IsProtocolError };
}
