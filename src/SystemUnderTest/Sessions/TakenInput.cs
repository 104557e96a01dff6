using SmtpGate.Grammar;
using SmtpGate.Sinks;

namespace SmtpGate.Sessions;

/// <summary>Input that a sink has taken over: handed on in the pieces in which it arrives, until the sink is done.</summary>
internal sealed class TakenInput(SessionContext context, IInputSink sink, SessionState state)
{
    /// <summary>Up to the next reply, or the end.</summary>
    public async ValueTask<Turn> HearAsync(CancellationToken cancel)
    {
        // One limit for all pieces up to a reply: whoever sends an octet now and then earns no more time.
        var left = context.Services.Limits.CommandTime;
        while (true)
        {
            var began = context.Services.Clock.GetTimestamp();
            context.Patience.Begin(left > TimeSpan.Zero ? left : TimeSpan.Zero);
            if (await context.Wire.HearPieceAsync(cancel) is not { } piece)
                return new Turn(context.Wire.IsClosed ? null : Farewell(), state, Closes: true);
            var asked = new InputContext(piece, context.Seen(state));
            // The sink's own time is not the client's.
            context.Patience.End();
            left -= context.Services.Clock.GetElapsedTime(began);
            await sink.OnInputAsync(asked, cancel);
            context.Wire.TakePiece(asked.Taken);
            if (asked.IsDone || asked.Reply is not null)
                return TurnOf(asked);
        }
    }

    private Turn TurnOf(InputContext asked) => new(
        asked.Reply ?? Replies.Fault,
        state,
        Closes: asked.Reply is null || (asked.Status & SinkStatus.DropSession) != 0,
        Then: asked.IsDone ? null : HearAsync)
    {
        IsError = asked.IsProtocolError,
    };

    private Reply Farewell() => context.Patience.IsOver ? Replies.TooLate : Replies.Stopping;
}
