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
    private readonly SessionWire _wire = context.Wire;
    private readonly SessionServices _services = context.Services;
    private SessionState _state = SessionState.Start;

    /// <summary>Runs until the client or the gateway ends it. <paramref name="gone"/>: the connection is lost.</summary>
    public async Task RunAsync(CancellationToken gone)
    {
        try
        {
            await TalkAsync(gone);
        }
        finally
        {
            // However it ended: whoever counts sessions must hear of each end.
            await AskSinksAsync(SinkEvent.Disconnect, null, CancellationToken.None);
        }
    }

    private async Task TalkAsync(CancellationToken gone)
    {
        await TakeTurnAsync(await GreetAsync(gone), gone);
        for (var open = true; open;)
        {
            context.Patience.Begin(_services.Limits.CommandTime);
            var heard = closing.IsCancellationRequested ? Heard.Interrupted : await _wire.HearAsync(gone);
            context.Patience.End();
            open = heard != Heard.Closed && await AnswerAsync(heard, gone);
        }
        await _wire.FlushAsync(gone);
    }

    private async ValueTask<Turn> GreetAsync(CancellationToken gone)
    {
        var (asked, _) = await AskSinksAsync(SinkEvent.Connect, null, gone);
        var reply = asked.Reply ?? Replies.Greeting(_services.HostName);
        return new Turn(reply, _state with { Refused = !reply.IsPositive }, asked.Disconnects);
    }

    private async ValueTask<bool> AnswerAsync(Heard heard, CancellationToken gone)
    {
        if (heard == Heard.Interrupted)
            return await TakeTurnAsync(Farewell(), gone);
        if (heard == Heard.TooLong)
            return await TakeTurnAsync(new Turn(Replies.LineTooLong, _state), gone);
        var command = CommandParser.Parse(_wire.Line);
        var pending = ObeyAsync(command, gone);
        // A slow sink or handler holds back its own reply, not those of the commands before it.
        if (!pending.IsCompleted)
            await _wire.FlushAsync(gone);
        var open = await TakeTurnAsync(await pending, gone);
        if (Sequence.EndsGroup(command))
            await _wire.FlushAsync(gone);
        return open;
    }

    // May it come now? Does a sink object? Then do it.
    private async ValueTask<Turn> ObeyAsync(Command command, CancellationToken gone)
    {
        if (Sequence.Refuse(_state, command) is { } refusal && !IsForSinks(command))
            return new Turn(refusal, _state);
        var (asked, passing) = await AskSinksAsync(SinkEvent.OfCommand(command.Keyword), command, gone);
        if (passing == Passing.Consumed || asked.Reply is { IsPositive: false })
            return new Turn(asked.Reply ?? Replies.Noop, _state, asked.Disconnects);
        if (command is Command.Unreadable unreadable)
            return new Turn(unreadable.Why, _state, asked.Disconnects);
        var turn = await CommandHandlers.HandleAsync(context, _state, command, gone);
        var reply = turn.Reply.IsDone ? asked.Reply ?? turn.Reply : turn.Reply;
        return turn with { Reply = reply, Closes = turn.Closes || asked.Disconnects };
    }

    // A verb that the gateway does not offer may still be one that a sink implements.
    private bool IsForSinks(Command command) => !_state.Refused
        && command is Command.Unreadable { Why.Code: 502 or 500 }
        && _services.Sinks.Hears(SinkEvent.OfCommand(command.Keyword));

    private async ValueTask<(SinkContext Context, Passing Passing)> AskSinksAsync(
        string name, Command? command, CancellationToken gone)
    {
        var asked = new SinkContext(
            name, command, context.Client, _state.Client?.Name, _state.Envelope?.From, _state.Envelope?.Recipients ?? []);
        return (asked, _services.Sinks.Hears(name) ? await _services.Sinks.AskAsync(asked, gone) : Passing.On);
    }

    /// <summary>False where the session is over.</summary>
    private async ValueTask<bool> TakeTurnAsync(Turn turn, CancellationToken gone)
    {
        while (true)
        {
            _state = turn.State;
            _wire.Say(turn.Reply);
            if (turn.Then is not { } then)
                return !turn.Closes;
            await _wire.FlushAsync(gone);
            context.Patience.Begin(_services.Limits.DataTime);
            turn = await then(gone);
            context.Patience.End();
        }
    }

    private Turn Farewell() => new(context.Patience.IsOver ? Replies.TooLate : Replies.Stopping, _state, Closes: true);
}
