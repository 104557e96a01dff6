namespace SmtpGate.Files;

/// <summary>
/// What files say, as they are now: looked at each time somebody asks, read again when one has changed. What cannot be used
/// does not replace what can.
/// </summary>
public sealed class Watched<T>
    where T : class
{
    private readonly IReadOnlyList<string> _paths;
    private readonly Func<(T? Value, string? Problem)> _read;
    private readonly Action<T> _renewed;
    private readonly Action<string> _kept;
    private readonly Lock _lock = new();
    private FileStamp[] _stamps;
    private T _current;

    /// <param name="renewed">Told of each value but the first.</param>
    /// <param name="kept">Told why a changed file is not used.</param>
    /// <exception cref="InvalidOperationException">They cannot be used; who loaded the settings has asked.</exception>
    public Watched(
        IReadOnlyList<string> paths, Func<(T? Value, string? Problem)> read, Action<T> renewed, Action<string> kept)
    {
        (_paths, _read, _renewed, _kept) = (paths, read, renewed, kept);
        // Before the reading: what changes meanwhile is read again.
        _stamps = Stamps();
        var (first, problem) = read();
        _current = first ?? throw new InvalidOperationException(problem);
    }

    public T Current
    {
        get
        {
            lock (_lock)
            {
                var stamps = Stamps();
                if (!stamps.AsSpan().SequenceEqual(_stamps))
                    Renew(stamps);
                return _current;
            }
        }
    }

    private void Renew(FileStamp[] stamps)
    {
        // One look for each change: a broken file is not read for everyone who comes.
        _stamps = stamps;
        var (next, problem) = _read();
        if (next is null)
        {
            _kept(problem!);
            return;
        }
        _current = next;
        _renewed(next);
    }

    private FileStamp[] Stamps() => [.. _paths.Select(FileStamp.Of)];
}
