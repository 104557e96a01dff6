using SmtpGate.Grammar;
using SmtpGate.Outgoing;
using SmtpGate.Spool;

namespace SmtpGate.Queue;

/// <summary>A message on its way into the queue: on the disk as it comes.</summary>
internal sealed class QueueArrival(MailQueue queue, SpoolDraft draft, QueuedEnvelope envelope) : IArrival
{
    public ValueTask WriteAsync(ReadOnlyMemory<byte> octets, CancellationToken cancel) => draft.WriteAsync(octets, cancel);

    public async ValueTask<Reply> AcceptAsync(CancellationToken cancel) =>
        await queue.AddAsync(draft, envelope) ? Replies.MessageQueued(draft.Id) : Replies.NoRoom;

    public ValueTask DisposeAsync() => draft.DisposeAsync();
}
