using SmtpGate.Grammar;
using SmtpGate.Outgoing;
using SmtpGate.Sinks;
using SmtpGate.Wire;

namespace SmtpGate.Sessions;

/// <summary>DATA: 354, the message to its true end, then judgement and delivery while the client waits.</summary>
public static class DataHandler
{
    public static Turn Begin(SessionContext context, SessionState state) =>
        new(Replies.StartData, state, Then: cancel => ReceiveAsync(context, state, cancel));

    private static async ValueTask<Turn> ReceiveAsync(SessionContext context, SessionState state, CancellationToken cancel)
    {
        var limits = context.Services.Limits;
        var reader = new DotReader();
        var hops = new HopCounter();
        long length = 0;
        await using var content = new MessageContent();
        async ValueTask KeepAsync(ReadOnlyMemory<byte> octets)
        {
            length += octets.Length;
            hops.Look(octets.Span);
            if (length <= limits.MessageOctets)
                await content.WriteAsync(octets, cancel);
        }

        var end = await context.Wire.ReadContentAsync(reader, KeepAsync, () => context.Patience.Begin(limits.DataTime), cancel);
        // RFC 5321 4.1.1.4: whatever the reply is, the transaction is over after it.
        var after = state with { Envelope = null };
        if (end == ContentEnd.Closed)
            return new Turn(Replies.Incomplete, after, Closes: true);
        if (end == ContentEnd.Interrupted)
            return new Turn(context.Patience.IsOver ? Replies.TooLate : Replies.Stopping, after, Closes: true);
        context.Patience.End();
        if (Judge(reader, length, hops, limits) is { } refusal)
            return new Turn(refusal, after);
        return await DeliverAsync(context, state, content, cancel);
    }

    private static Reply? Judge(DotReader reader, long length, HopCounter hops, SessionLimits limits) =>
        reader.HasBareCr || reader.HasBareLf ? Replies.BareLineEnd
        : length > limits.MessageOctets ? Replies.TooLarge
        : hops.Hops > limits.Hops ? Replies.Looping
        : null;

    private static async ValueTask<Turn> DeliverAsync(
        SessionContext context, SessionState state, MessageContent content, CancellationToken cancel)
    {
        var (services, envelope) = (context.Services, state.Envelope!);
        var after = state with { Envelope = null };
        var asked = new SinkContext(
            SinkEvent.EndOfData, null, context.Client, state.Client!.Name, envelope.From, envelope.Recipients);
        if (await services.Sinks.AskAsync(asked, cancel) == Passing.Consumed || asked.Reply is { IsPositive: false })
            return new Turn(asked.Reply ?? Replies.Noop, after, asked.Disconnects);
        var id = MessageId.New(services.Clock);
        var trace = TraceField.Received(services, state.Client, context.Client, envelope, id);
        var message = new OutgoingMessage(
            envelope.From, envelope.Recipients, envelope.With, id, trace, content);
        var reply = await services.Delivery.DeliverAsync(message, cancel);
        return new Turn(reply.IsDone ? asked.Reply ?? reply : reply, after, asked.Disconnects);
    }
}
