namespace SmtpSim.Serving;

/// <summary>Octets of messages that have not ended, on all connections together.</summary>
/// <param name="most">That there may be.</param>
public sealed class Unfinished(long most)
{
    private long _all;

    /// <summary>Of this process: two of the largest that may come. It is a guest on a machine that has tests to run.</summary>
    public static Unfinished OfProcess { get; } = new(512L << 20);

    public long Most => most;

    /// <summary>So many more, or fewer, are there now. False where they are too many.</summary>
    public bool TryChange(long by) => Interlocked.Add(ref _all, by) <= most;
}
