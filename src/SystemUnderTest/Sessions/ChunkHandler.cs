using System.Text;
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
    /// RFC 3030 2: a chunk that is refused is read before that is said, and the message has failed. Where nobody knows how long
    /// it is, nothing behind it can be told from commands: the session ends.
    /// </summary>
    /// <param name="turn">What the command came to.</param>
    public static Turn Behind(SessionContext context, Command command, Turn turn)
    {
        // Only the gateway itself has nothing to say before it reads.
        if (turn.Closes || turn is { Then: not null, Reply: null })
            return turn;
        if (command is not Command.Bdat chunk)
            return turn with { Closes = true };
        // Nobody has read it who could have said that it is in safe hands.
        var reply = turn.Reply is { IsPositive: false } refusal ? refusal : Replies.SinkFailed;
        var refused = turn with { Reply = reply, State = turn.State with { Envelope = null }, Then = null };
        return new Turn(null, refused.State, Then: cancel => SkipAsync(context, chunk, refused, cancel));
    }

    /// <summary>The line, or its beginning, is that of a chunk, however odd the rest of it is.</summary>
    public static bool MayBegin(ReadOnlySpan<byte> line)
    {
        line = line.TrimStart(" \t"u8);
        return line.Length >= 4 && Ascii.EqualsIgnoreCase(line[..4], "BDAT"u8)
            && (line.Length == 4 || !char.IsAsciiLetter((char)line[4]));
    }

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
        message.Pace.Keep(message.Length);
        var more = message.Length + (decimal)chunk.Octets > context.Services.Limits.MessageOctets
            ? Replies.TooLarge : Replies.SessionTooLarge;
        var (read, broken) = await ReadAsync(context, (state, more), chunk, message.Pace, KeepAsync, cancel);
        var over = read with { Envelope = null };
        if ((broken ?? MessageEnd.Refused(context, message, over)) is { } end)
            return end;
        if (!chunk.IsLast)
            return new Turn(Replies.ChunkTaken(chunk.Octets), read);
        return isText && message.Lines.HasBare
            ? new Turn(Replies.BareLineEnd, over)
            : await MessageEnd.AcceptAsync(context, state, over, message, cancel);

        async ValueTask<long> KeepAsync(ReadOnlyMemory<byte> octets)
        {
            if (isText)
                message.Lines.Look(octets.Span);
            await message.KeepAsync(octets, cancel);
            return message.Length;
        }
    }

    private static async ValueTask<Turn> SkipAsync(
        SessionContext context, Command.Bdat chunk, Turn turn, CancellationToken cancel)
    {
        var pace = new Pace(context.Services.Limits, context.Patience, context.Services.Clock);
        long count = 0;
        var (read, broken) = await ReadAsync(
            context, (turn.State, turn.Reply!), chunk, pace, octets => new(count += octets.Length), cancel);
        return broken ?? turn with { State = read };
    }

    /// <param name="take">Takes what has come, and says how much that is by now, for the pace.</param>
    private static async ValueTask<(SessionState Read, Turn? Broken)> ReadAsync(
        SessionContext context, (SessionState State, Reply TooMuch) before, Command.Bdat chunk, Pace pace,
        Func<ReadOnlyMemory<byte>, ValueTask<long>> take, CancellationToken cancel)
    {
        // What is more than a session may send need not be sent at all.
        if (before.State.Account.Octets + (decimal)chunk.Octets > context.Services.Limits.SessionOctets)
            return (before.State, new Turn(before.TooMuch, before.State, Closes: true));
        var (octets, paced) = (0L, 0L);
        var end = await context.Wire.ReadChunkAsync(chunk.Octets, TakeAsync, () => pace.Keep(paced), cancel);
        var read = MessageEnd.Counted(before.State, octets);
        return (read, MessageEnd.Broken(context, end, pace, read));

        async ValueTask TakeAsync(ReadOnlyMemory<byte> piece)
        {
            octets += piece.Length;
            paced = await take(piece);
        }
    }
}
