namespace SmtpGate.Spool;

/// <summary>A message that is kept: it survives whatever happens to the process or the power.</summary>
public sealed class SpooledMessage
{
    private readonly Lock _lock = new();
    private Place[] _content;
    private Segment _message;
    private Segment? _stateIn;
    private bool _isReleased;

    /// <param name="content">Where it lies: pieces, and the rest in the message's own record.</param>
    /// <param name="message">The segment of that record.</param>
    public SpooledMessage(string id, ReadOnlyMemory<byte> envelope, Place[] content, Segment message)
    {
        (Id, Envelope, _content, _message) = (id, envelope, content, message);
        Length = content.Sum(p => (long)p.Length);
    }

    public string Id { get; }

    /// <summary>As it was given.</summary>
    public ReadOnlyMemory<byte> Envelope { get; }

    /// <summary>What was last said of it; empty where nothing was.</summary>
    public ReadOnlyMemory<byte> State { get; private set; }

    /// <summary>Octets of its content.</summary>
    public long Length { get; }

    internal bool IsGone { get; private set; }

    /// <summary>The content from its first octet. What it is read from stays until the stream is disposed.</summary>
    /// <exception cref="IOException">The message has been forgotten.</exception>
    public Stream Read() => TryRead() ?? throw new IOException($"message {Id} is gone");

    /// <summary>The same; null where the message has been forgotten.</summary>
    public Stream? TryRead()
    {
        lock (_lock)
            return _isReleased ? null : new SpooledContent(_content, default);
    }

    /// <summary>Where it was read from at the start nothing is held yet.</summary>
    internal void Hold(ReadOnlyMemory<byte> state, Segment? stateIn)
    {
        foreach (var piece in _content.SkipLast(1))
            piece.Segment.Hold();
        _message.Hold();
        (State, _stateIn) = (state, stateIn);
        stateIn?.Hold();
    }

    internal bool StandsIn(Segment segment)
    {
        lock (_lock)
            return _message == segment || _stateIn == segment || _content.Any(p => p.Segment == segment);
    }

    // What is said of a message is put into the log in the order in which it is said: else an older word would count.

    internal Task<Place?> Become(ReadOnlyMemory<byte> state, Func<Task<Place?>> write)
    {
        lock (_lock)
        {
            State = state;
            return IsGone ? Task.FromResult<Place?>(null) : write();
        }
    }

    internal Task<Place?> Leave(Func<Task<Place?>> write)
    {
        lock (_lock)
        {
            IsGone = true;
            return write();
        }
    }

    /// <summary>Null where it is gone meanwhile.</summary>
    internal Task<Place?>? Repeat(Func<Task<Place?>> write)
    {
        lock (_lock)
            return IsGone ? null : write();
    }

    /// <summary>It was written once more, elsewhere.</summary>
    public void MoveTo(Place[] content, Segment message)
    {
        lock (_lock)
        {
            // What it held is released already where nothing of it is needed any more: twice would free what others hold.
            if (!_isReleased)
                ReleaseMessage();
            (_content, _message) = (content, message);
            if (_isReleased)
                ReleaseMessage();
        }
    }

    internal void StateIsIn(Segment segment)
    {
        lock (_lock)
        {
            _stateIn?.Release();
            _stateIn = segment;
            if (_isReleased)
                ReleaseState();
        }
    }

    /// <summary>Nothing of it is needed any more.</summary>
    public void Release()
    {
        lock (_lock)
        {
            _isReleased = true;
            ReleaseMessage();
            ReleaseState();
        }
    }

    private void ReleaseState()
    {
        _stateIn?.Release();
        _stateIn = null;
    }

    // Each record of it held its segment: the pieces, and the message's own with the rest of the content.
    private void ReleaseMessage()
    {
        foreach (var piece in _content.SkipLast(1))
            piece.Segment.Release();
        _message.Release();
    }
}
