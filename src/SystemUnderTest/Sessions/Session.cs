using SmtpGate.Grammar;
using SmtpGate.Sinks;
using SmtpGate.Wire;

namespace SmtpGate.Sessions;

/// <summary>
/// One client's session: hears a line, asks whether it may come, asks the sinks, lets a handler do it, and says what it
/// came to. The only place where replies are written.
/// </summary>
public sealed class Session(SessionContext context, CancellationToken closing)
{
    private static readonly ReadOnlyMemory<byte> Data = "DATA"u8.ToArray();

    private readonly SessionWire _wire = context.Wire;
    private readonly SessionServices _services = context.Services;
    private SessionState _state = SecuringHandler.StateOf(context, SessionState.Start);

    /// <summary>Runs until the client or the gateway ends it. <paramref name="gone"/>: the connection is lost.</summary>
    public async Task RunAsync(CancellationToken gone)
    {
        try
        {
            await TalkAsync(gone);
        }
        finally
        {
            await EndAsync();
        }
    }

    private async ValueTask EndAsync()
    {
        try
        {
            await LeaveAsync(null);
        }
        finally
        {
            // However it ended: whoever counts sessions must hear of each end.
            await AskSinksAsync(new SinkContext(SinkEvent.Disconnect, null, context.Seen(_state)), CancellationToken.None);
        }
    }

    private async Task TalkAsync(CancellationToken gone)
    {
        var open = await TakeTurnAsync(await GreetAsync(gone), gone);
        while (open)
        {
            context.Patience.Begin(
                _state.Envelope?.Content is { } begun ? begun.Pace.ForCommand(begun.Length) : _services.Limits.CommandTime);
            var heard = closing.IsCancellationRequested ? Heard.Interrupted : await _wire.HearAsync(gone);
            context.Patience.End();
            open = heard != Heard.Closed && await AnswerAsync(heard, gone);
        }
        await _wire.FlushAsync(gone);
    }

    private async ValueTask<Turn> GreetAsync(CancellationToken gone)
    {
        var asked = new SinkContext(SinkEvent.Connect, null, context.Seen(_state));
        await AskSinksAsync(asked, gone);
        // RFC 5321 4.3.2: nothing else is a greeting.
        var reply = asked.Refusal ?? (asked.Reply is { Code: 220 } greeting ? greeting : Replies.Greeting(_services.HostName));
        return new Turn(reply, _state with { Refusal = reply.IsPositive ? _state.Refusal : Replies.Refused }, asked.Drops);
    }

    private async ValueTask<bool> AnswerAsync(Heard heard, CancellationToken gone)
    {
        if (heard == Heard.Interrupted)
            return await TakeTurnAsync(Farewell(), gone);
        if (heard == Heard.Record || ForeignTalk.IsLine(_wire.Line.Span))
            return await TakeTurnAsync(new Turn(Replies.NotSmtp, _state), gone);
        if (heard == Heard.TooLong)
            return await TakeTurnAsync(
                new Turn(Replies.LineTooLong, _state, Closes: ChunkHandler.MayBegin(_wire.Line.Span)), gone);
        var command = CommandParser.Parse(_wire.Line.Span);
        var pending = IsChunk(command) ? ChunkAsync(command, gone) : ObeyAsync(command, gone);
        // A slow sink or handler holds back its own reply, not those of the commands before it.
        if (!pending.IsCompleted)
            await _wire.FlushAsync(gone);
        var turn = await pending;
        var open = await TakeTurnAsync(turn, gone);
        if (Sequence.EndsGroup(command) && !turn.MayWait)
            await _wire.FlushAsync(gone);
        return open;
    }

    private bool IsChunk(Command command) =>
        command is Command.Bdat || (command is Command.Unreadable && ChunkHandler.MayBegin(_wire.Line.Span));

    private async ValueTask<Turn> ChunkAsync(Command command, CancellationToken gone) =>
        ChunkHandler.Behind(context, command, await ObeyAsync(command, gone));

    // May it come now? What would it come to? Does a sink object?
    private ValueTask<Turn> ObeyAsync(Command command, CancellationToken gone)
    {
        var tlsFirst = _services.Tls is { IsRequired: true };
        if (Sequence.Refuse(_state, command, tlsFirst) is { } refusal && !IsForSinks(command, refusal))
            return new(new Turn(refusal, _state));
        var native = command is Command.Unreadable unreadable
            ? new Turn(unreadable.Why, _state)
            : CommandHandlers.Handle(context, _state, command);
        // Whoever has a say at DATA has it where a message begins with a chunk: to sinks that is the same.
        var begins = command is Command.Bdat && _state.Envelope is { Content: null };
        var (heard, line) = begins ? (new Command.Data(), Data) : (command, _wire.Line);
        var name = SinkEvent.OfCommand(heard.Keyword);
        return _services.Sinks.Current.Hears(name) ? AskAsync(name, (heard, line), native, gone) : new(native);
    }

    private async ValueTask<Turn> AskAsync(
        string name, (Command Command, ReadOnlyMemory<byte> Line) heard, Turn native, CancellationToken gone)
    {
        var asked = new SinkContext(name, heard.Command, context.Seen(_state)) { Line = heard.Line, NativeReply = native.Reply };
        var passing = await AskSinksAsync(asked, gone);
        var turn = SinkOutcome.Of(asked, passing, native, _state);
        return asked is { Callback: { } input, Refusal: null } && (asked.Status & SinkStatus.BlobReady) != 0
            ? turn with { Then = new TakenInput(context, input, turn.State).HearAsync }
            : turn;
    }

    // A verb that the gateway does not offer may be one that a sink implements; and a sink sees what is malformed, too.
    private bool IsForSinks(Command command, Reply refusal) =>
        command is Command.Unreadable unreadable && unreadable.Why == refusal
        && _services.Sinks.Current.Hears(SinkEvent.OfCommand(command.Keyword));

    private ValueTask<Passing> AskSinksAsync(SinkContext asked, CancellationToken gone)
    {
        var chain = _services.Sinks.Current;
        return chain.Hears(asked.Event) ? chain.AskAsync(asked, gone) : new(Passing.On);
    }

    /// <summary>False where the session is over.</summary>
    private async ValueTask<bool> TakeTurnAsync(Turn turn, CancellationToken gone)
    {
        while (true)
        {
            turn = Discipline.Judge(turn, _services.Limits);
            await LeaveAsync(turn.State.Envelope);
            _state = turn.State;
            if (turn.ForgetsInput)
                _wire.Forget();
            if (turn.Reply is { } reply)
                _wire.Say(reply);
            // RFC 5321 3.8, 4.2.3: whoever says 421 closes, a sink too.
            var closes = turn.Closes || turn.Reply is { Code: 421 };
            if (closes || turn.Then is not { } then)
                return !closes;
            await _wire.FlushAsync(gone);
            turn = await then(gone);
            context.Patience.End();
        }
    }

    // Chunks of a message that nobody goes on with are forgotten.
    private ValueTask LeaveAsync(Envelope? next) =>
        _state.Envelope?.Content is { } left && left != next?.Content ? left.DisposeAsync() : ValueTask.CompletedTask;

    private Turn Farewell() => new(context.Patience.IsOver ? Replies.TooLate : Replies.Stopping, _state, Closes: true);
}
