namespace SmtpGate.Outgoing;

/// <summary>A message's content while it is on its way: in memory while it is small, else in a temporary file.</summary>
public sealed class MessageContent : IAsyncDisposable
{
    // Most mail is smaller; what is larger must not cost memory for each session that sends it.
    private const int MemoryLimit = 64 * 1024;

    private Stream _store = new MemoryStream();

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> octets, CancellationToken cancel)
    {
        if (_store is MemoryStream memory && memory.Length + octets.Length > MemoryLimit)
            await MoveToFileAsync(memory, cancel);
        await _store.WriteAsync(octets, cancel);
    }

    /// <summary>The content from its first octet.</summary>
    public Stream Rewind()
    {
        _store.Position = 0;
        return _store;
    }

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    private async ValueTask MoveToFileAsync(MemoryStream memory, CancellationToken cancel)
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        _store = new FileStream(
            path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 16 * 1024,
            FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        memory.Position = 0;
        await memory.CopyToAsync(_store, cancel);
    }
}
