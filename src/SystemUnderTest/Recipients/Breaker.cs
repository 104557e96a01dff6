namespace SmtpGate.Recipients;

/// <summary>
/// After so many failures in a row the internal server is left alone for a while; then one question is put to it, and its
/// answer decides for all.
/// </summary>
/// <param name="failures">Null: it is never left alone.</param>
public sealed class Breaker(int? failures, TimeSpan rest, TimeProvider clock)
{
    private readonly Lock _lock = new();
    private int _failed;
    private long? _openedAt;
    private bool _isProbing;

    public bool IsOpen
    {
        get
        {
            lock (_lock)
                return _openedAt is not null;
        }
    }

    /// <summary>True where the server may be asked; whoever asks says how it went.</summary>
    /// <param name="isProbe">The one question whose answer decides for all.</param>
    public bool MayAsk(out bool isProbe)
    {
        lock (_lock)
        {
            isProbe = false;
            if (_openedAt is not { } since)
                return true;
            if (_isProbing || clock.GetElapsedTime(since) < rest)
                return false;
            return isProbe = _isProbing = true;
        }
    }

    public void Succeed()
    {
        lock (_lock)
            (_failed, _openedAt, _isProbing) = (0, null, false);
    }

    /// <summary>True where this was the failure that opened it.</summary>
    public bool Fail()
    {
        lock (_lock)
        {
            _failed++;
            if (_failed < failures || failures is null)
                return false;
            var isNew = _openedAt is null;
            (_openedAt, _isProbing) = (clock.GetTimestamp(), false);
            return isNew;
        }
    }

    /// <summary>Whoever put the one question has gone without an answer: the next one puts it.</summary>
    public void Forget()
    {
        lock (_lock)
            _isProbing = false;
    }
}
