using SmtpGate.Grammar;

namespace SmtpGate.Sessions;

/// <summary>DATA: 354, then the message to its true end.</summary>
public static class DataHandler
{
    public static Turn Begin(SessionContext context, SessionState state) =>
        new(Replies.StartData, state, Then: cancel => ReceiveAsync(context, state, cancel));

    private static async ValueTask<Turn> ReceiveAsync(SessionContext context, SessionState state, CancellationToken cancel)
    {
        await using var message = await IncomingMessage.BeginAsync(context, state, cancel);
        var end = await context.Wire.ReadContentAsync(
            message.Reader, octets => message.KeepAsync(octets, cancel), () => message.Pace.Keep(message.Length), cancel);
        // RFC 5321 4.1.1.4: whatever the reply is, the transaction is over after it.
        var after = MessageEnd.Counted(state, message.Length) with { Envelope = null };
        return MessageEnd.Broken(context, end, message.Pace, after)
            ?? MessageEnd.Refused(context, message, after)
            ?? await MessageEnd.AcceptAsync(context, state, after, message, cancel);
    }
}
