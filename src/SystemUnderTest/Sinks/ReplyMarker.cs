using SmtpGate.Grammar;

namespace SmtpGate.Sinks;

/// <summary>Tells the replies that a sink made from the gateway's own: each of its lines ends with the marker.</summary>
internal static class ReplyMarker
{
    /// <summary>Marks what the sink has just said, and whatever it will say to the input that it takes over.</summary>
    /// <param name="before">The reply as it was before the sink was asked.</param>
    public static void Mark(SinkContext context, Reply? before, string marker)
    {
        if (!ReferenceEquals(context.Reply, before))
            context.Reply = Marked(context.Reply, marker);
        if (context.Callback is not (null or MarkedInput))
            context.SetCallback(new MarkedInput(context.Callback, marker));
    }

    private static Reply? Marked(Reply? reply, string marker) =>
        reply is null ? null : reply with { Lines = [.. reply.Lines.Select(l => $"{l} {marker}")] };

    private sealed class MarkedInput(IInputSink input, string marker) : IInputSink
    {
        public async ValueTask OnInputAsync(InputContext context, CancellationToken cancel)
        {
            await input.OnInputAsync(context, cancel);
            context.Reply = Marked(context.Reply, marker);
        }
    }
}
