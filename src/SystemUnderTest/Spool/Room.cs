namespace SmtpGate.Spool;

/// <summary>Whether another message is taken. People hear of it when it begins that none is, and when it ends.</summary>
internal sealed class Room(string folder, TimeProvider clock, ILogger logger)
{
    // A disk that did not take something is asked again after so long.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly FreeSpace _space = new(folder, clock);
    private int _isFull;

    /// <param name="messages">So many are kept.</param>
    /// <param name="failed">When the disk did not take the last one; it is told of elsewhere.</param>
    public bool IsFor(int messages, SpoolTerms terms, long? failed)
    {
        if (failed is { } then && clock.GetElapsedTime(then) < Pause)
            return false;
        var octets = _space.Octets;
        var isFull = messages >= terms.MostMessages || octets < terms.LeastFree;
        if (Volatile.Read(ref _isFull) != (isFull ? 1 : 0))
            Turn(isFull, messages, octets, terms);
        return !isFull;
    }

    private void Turn(bool isFull, int messages, long octets, SpoolTerms terms)
    {
        if (Interlocked.Exchange(ref _isFull, isFull ? 1 : 0) == (isFull ? 1 : 0))
            return;
        if (isFull)
            Log.Full(logger, folder, messages, terms.MostMessages, octets, terms.LeastFree);
        else
            Log.Room(logger, folder);
    }
}
