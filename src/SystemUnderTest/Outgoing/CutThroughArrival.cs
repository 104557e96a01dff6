using SmtpGate.Grammar;

namespace SmtpGate.Outgoing;

/// <summary>A message that is passed on once it is here, while its client waits.</summary>
internal sealed class CutThroughArrival(CutThrough delivery, Arriving message) : IArrival
{
    private readonly MessageContent _content = new();

    public ValueTask WriteAsync(ReadOnlyMemory<byte> octets, CancellationToken cancel) => _content.WriteAsync(octets, cancel);

    public ValueTask<Reply> AcceptAsync(CancellationToken cancel) =>
        delivery.DeliverAsync(new OutgoingMessage(message, _content.Read), cancel);

    public ValueTask DisposeAsync() => _content.DisposeAsync();
}
