namespace SmtpGate.Spool;

/// <summary>
/// A message's content: what lies in the log, then what is still in memory. Its segments stay until it is disposed.
/// </summary>
/// <remarks>It is read as files of the system's cache are, without going elsewhere: what has just come lies there.</remarks>
internal sealed class SpooledContent : Stream
{
    private readonly Place[] _places;
    private readonly ReadOnlyMemory<byte> _rest;
    private int _place;
    private int _at;
    private bool _isDisposed;

    public SpooledContent(Place[] places, ReadOnlyMemory<byte> rest)
    {
        (_places, _rest) = (places, rest);
        foreach (var place in places)
            place.Segment.Hold();
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => _places.Sum(p => (long)p.Length) + _rest.Length;

    public override long Position
    {
        get => _places.Take(_place).Sum(p => (long)p.Length) + _at;
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        while (_place < _places.Length && _at == _places[_place].Length)
            (_place, _at) = (_place + 1, 0);
        var count = _place < _places.Length ? ReadPlace(_places[_place], buffer) : ReadRest(buffer);
        _at += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        new(Read(buffer.Span));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        Task.FromResult(Read(buffer.AsSpan(offset, count)));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        foreach (var place in _isDisposed ? [] : _places)
            place.Segment.Release();
        _isDisposed = true;
        base.Dispose(disposing);
    }

    private int ReadPlace(Place place, Span<byte> buffer)
    {
        var wanted = Math.Min(buffer.Length, place.Length - _at);
        var count = RandomAccess.Read(place.Segment.File, buffer[..wanted], place.Offset + _at);
        // It was there when it was acknowledged: half a message is none.
        return count > 0 || wanted == 0 ? count : throw new EndOfStreamException($"'{place.Segment.Path}' has become shorter");
    }

    private int ReadRest(Span<byte> buffer)
    {
        var count = Math.Min(buffer.Length, _rest.Length - _at);
        _rest.Span.Slice(_at, count).CopyTo(buffer);
        return count;
    }
}
