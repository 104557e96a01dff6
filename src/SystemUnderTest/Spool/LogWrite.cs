namespace SmtpGate.Spool;

/// <summary>A record that waits to be written, with those who wait for it.</summary>
internal sealed class LogWrite(RecordKind kind, string id, params ReadOnlyMemory<byte>[] parts)
{
    // Whoever waits goes on elsewhere: the thread that writes serves all.
    private readonly TaskCompletionSource<Place?> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public RecordKind Kind => kind;

    public string Id => id;

    public ReadOnlyMemory<byte>[] Parts => parts;

    public int Length { get; } = parts.Sum(p => p.Length);

    /// <summary>
    /// Where its octets lie, once they are there; durable where it <see cref="NeedsSync"/>. Null: the disk did not take them.
    /// </summary>
    public Task<Place?> Done => _done.Task;

    // Pieces are made durable with the message that needs them. That a message is gone may be forgotten when the power goes: it
    // is sent twice then; so nobody waits for it, and it is made durable with whatever comes next.
    public bool NeedsSync => kind is not (RecordKind.Piece or RecordKind.Gone);

    /// <summary>It keeps its segment: until whoever asked for it lets go.</summary>
    public bool Holds => kind is RecordKind.Piece or RecordKind.Message or RecordKind.State;

    public Place? Written { get; set; }

    public void Tell() => _done.SetResult(Written);
}
