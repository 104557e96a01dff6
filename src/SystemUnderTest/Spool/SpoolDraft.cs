using System.Buffers;

namespace SmtpGate.Spool;

/// <summary>
/// A message while it arrives: on the disk as it comes, but for the last of it. Unless it is committed nothing of it is kept.
/// </summary>
public sealed class SpoolDraft : IAsyncDisposable
{
    // Most mail is smaller, and is written in one record with its envelope.
    private const int LargestPiece = 64 * 1024;
    private const int UsualLength = 8 * 1024;

    private readonly MessageSpool _spool;
    private readonly List<Place> _pieces = [];
    private byte[] _rest = [];
    private int _length;
    private bool _isCommitted;

    internal SpoolDraft(MessageSpool spool, string id) => (_spool, Id) = (spool, id);

    public string Id { get; }

    /// <summary>False where the disk did not take a part of it: it cannot be committed.</summary>
    public bool IsWhole { get; private set; } = true;

    internal IReadOnlyList<Place> Pieces => _pieces;

    internal ReadOnlyMemory<byte> Rest => _rest.AsMemory(0, _length);

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> octets, CancellationToken cancel)
    {
        while (octets.Length > 0 && IsWhole)
        {
            cancel.ThrowIfCancellationRequested();
            if (_length == LargestPiece)
                await WritePieceAsync();
            var count = Math.Min(octets.Length, LargestPiece - _length);
            Grow(_length + count);
            octets.Span[..count].CopyTo(_rest.AsSpan(_length));
            _length += count;
            octets = octets[count..];
        }
    }

    /// <summary>The content so far, from its first octet.</summary>
    public Stream Read() => new SpooledContent([.. _pieces], Rest);

    /// <summary>The message is safe. Null: the disk did not take it, and nothing is kept.</summary>
    public async ValueTask<SpooledMessage?> CommitAsync(ReadOnlyMemory<byte> envelope)
    {
        var message = IsWhole ? await _spool.CommitAsync(this, envelope) : null;
        _isCommitted = message is not null;
        return message;
    }

    public ValueTask DisposeAsync()
    {
        if (_rest.Length > 0)
            ArrayPool<byte>.Shared.Return(_rest);
        _rest = [];
        if (!_isCommitted && _pieces.Count > 0)
            _spool.Drop(Id, _pieces);
        return ValueTask.CompletedTask;
    }

    private async ValueTask WritePieceAsync()
    {
        if (await _spool.WritePieceAsync(Id, Rest) is { } place)
            _pieces.Add(place);
        else
            IsWhole = false;
        _length = 0;
    }

    private void Grow(int length)
    {
        if (length <= _rest.Length)
            return;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(length, UsualLength));
        Rest.CopyTo(larger);
        if (_rest.Length > 0)
            ArrayPool<byte>.Shared.Return(_rest);
        _rest = larger;
    }
}
