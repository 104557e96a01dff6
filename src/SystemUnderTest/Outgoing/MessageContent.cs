namespace SmtpGate.Outgoing;

/// <summary>A message's content while it is on its way: in memory while it is small, else in a temporary file.</summary>
public sealed class MessageContent : IAsyncDisposable
{
    // Most mail is smaller; what is larger must not cost memory for each session that sends it.
    private const int MemoryLimit = 64 * 1024;

    private const int Buffer = 16 * 1024;

    private Stream _store = new MemoryStream();

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> octets, CancellationToken cancel)
    {
        if (_store is MemoryStream memory && memory.Length + octets.Length > MemoryLimit)
            await MoveToFileAsync(memory, cancel);
        await _store.WriteAsync(octets, cancel);
    }

    /// <summary>The content from its first octet. Whoever reads it disposes of it.</summary>
    public Stream Read()
    {
        if (_store is MemoryStream memory)
            return new MemoryStream(memory.GetBuffer(), 0, (int)memory.Length, writable: false);
        _store.Flush();
        return new FileStream(
            ((FileStream)_store).Name, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, Buffer,
            FileOptions.Asynchronous);
    }

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    private async ValueTask MoveToFileAsync(MemoryStream memory, CancellationToken cancel)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Read,
            BufferSize = Buffer,
            Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
        };
        // The folder is everybody's, the message is not.
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        _store = new FileStream(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), options);
        memory.Position = 0;
        await memory.CopyToAsync(_store, cancel);
    }
}
