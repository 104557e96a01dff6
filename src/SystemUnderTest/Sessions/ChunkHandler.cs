using SmtpGate.Grammar;

namespace SmtpGate.Sessions;

/// <summary>BDAT (RFC 3030): so many octets of the message, whatever they are; with the last of them it is complete.</summary>
public static class ChunkHandler
{
    public static Turn Begin(SessionContext context, SessionState state, Command.Bdat chunk) => new(
        null, state, Then: cancel => state.Envelope!.Content is { } message
            ? ReceiveAsync(context, state, message, chunk, cancel)
            : OpenAsync(context, state, chunk, cancel));

    /// <summary>
    /// RFC 3030 2: a chunk that is refused is read before that is said. Where nobody knows how long it is, nothing behind it
    /// can be told from commands: the session ends.
    /// </summary>
    /// <param name="turn">What the command came to.</param>
    public static Turn Behind(SessionContext context, Command command, Turn turn) => command switch
    {
        _ when turn.Closes || turn.Then is not null => turn,
        Command.Bdat chunk => new Turn(null, turn.State, Then: cancel => SkipAsync(context, chunk, turn, cancel)),
        _ => turn with { Closes = true },
    };

    // From here on it is the session's, which sees to its end.
    private static async ValueTask<Turn> OpenAsync(
        SessionContext context, SessionState state, Command.Bdat chunk, CancellationToken cancel)
    {
        var message = await IncomingMessage.BeginAsync(context, state, cancel);
        return Begin(context, state with { Envelope = state.Envelope! with { Content = message } }, chunk);
    }

    private static async ValueTask<Turn> ReceiveAsync(
        SessionContext context, SessionState state, IncomingMessage message, Command.Bdat chunk, CancellationToken cancel)
    {
        var isText = state.Envelope!.With.Body != BodyKind.Binary;
        var (read, broken) = await ReadAsync(context, state, chunk, KeepAsync, cancel);
        var over = read with { Envelope = null };
        if ((broken ?? MessageEnd.Refused(context, message, over)) is { } end)
            return end;
        if (!chunk.IsLast)
            return new Turn(Replies.ChunkTaken(chunk.Octets), read);
        return isText && message.Lines.HasBare
            ? new Turn(Replies.BareLineEnd, over)
            : await MessageEnd.AcceptAsync(context, state, over, message, cancel);

        ValueTask KeepAsync(ReadOnlyMemory<byte> octets)
        {
            if (isText)
                message.Lines.Look(octets.Span);
            return message.KeepAsync(octets, cancel);
        }
    }

    private static async ValueTask<Turn> SkipAsync(
        SessionContext context, Command.Bdat chunk, Turn turn, CancellationToken cancel)
    {
        var (read, broken) = await ReadAsync(context, turn.State, chunk, _ => ValueTask.CompletedTask, cancel);
        return broken ?? turn with { State = read };
    }

    private static async ValueTask<(SessionState Read, Turn? Broken)> ReadAsync(
        SessionContext context, SessionState state, Command.Bdat chunk, Func<ReadOnlyMemory<byte>, ValueTask> take,
        CancellationToken cancel)
    {
        // What is more than a session may send need not be sent at all.
        if (state.Account.Octets + (decimal)chunk.Octets > context.Services.Limits.SessionOctets)
            return (state, new Turn(Replies.SessionTooLarge, state, Closes: true));
        var pace = new Pace(context.Services.Limits, context.Patience, context.Services.Clock);
        long count = 0;
        var end = await context.Wire.ReadChunkAsync(chunk.Octets, TakeAsync, () => pace.Keep(count), cancel);
        var read = MessageEnd.Counted(state, count);
        return (read, MessageEnd.Broken(context, end, pace, read));

        ValueTask TakeAsync(ReadOnlyMemory<byte> octets)
        {
            count += octets.Length;
            return take(octets);
        }
    }
}
