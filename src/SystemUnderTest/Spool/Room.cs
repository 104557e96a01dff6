namespace SmtpGate.Spool;

/// <summary>Whether another message is taken. People hear of it when it begins that none is, and when it ends.</summary>
internal sealed class Room(string folder, TimeProvider clock, ILogger logger)
{
    private readonly FreeSpace _space = new(folder, clock);
    private int _isFull;

    /// <param name="messages">So many are kept.</param>
    /// <param name="isFailing">The disk did not take the last one; it is told of elsewhere.</param>
    public bool IsFor(int messages, SpoolTerms terms, bool isFailing)
    {
        if (isFailing)
            return !(messages >= terms.MostMessages) && _space.MayTry();
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
