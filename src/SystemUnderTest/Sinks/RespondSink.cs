using SmtpGate.Grammar;

namespace SmtpGate.Sinks;

/// <summary>
/// The simplest sink: gives a fixed reply to whatever it is bound to. Turns a verb off (<c>502</c> to VRFY), closes a
/// listener (<c>554</c> at CONNECT), or answers in the house's own words.
/// </summary>
public sealed class RespondSink(RespondSettings settings) : ISink
{
    public ValueTask<Passing> OnEventAsync(SinkContext context, CancellationToken cancel)
    {
        context.Reply = settings.Reply;
        context.Status |= settings.Disconnect ? SinkStatus.DropSession : SinkStatus.Success;
        return ValueTask.FromResult(settings.Consume ? Passing.Consumed : Passing.On);
    }
}

/// <param name="Consume">Later sinks and the built-in handler do not see the event.</param>
/// <param name="Disconnect">The connection is closed after the reply.</param>
public sealed record RespondSettings(Reply Reply, bool Consume, bool Disconnect);
