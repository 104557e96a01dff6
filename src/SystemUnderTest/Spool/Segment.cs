using Microsoft.Win32.SafeHandles;

namespace SmtpGate.Spool;

/// <summary>A file of the log. It stays as long as something is held in it, and until those before it are free.</summary>
public sealed class Segment(string path, SegmentTag tag, SafeFileHandle file) : IDisposable
{
    private long _held;

    public string Path => path;

    public SegmentTag Tag => tag;

    public SafeFileHandle File => file;

    /// <summary>Where the next record goes; of a segment that is read only, its length.</summary>
    public long End { get; set; }

    /// <summary>True where nothing that stands in it is needed any more.</summary>
    public bool IsFree => Interlocked.Read(ref _held) == 0;

    public void Hold() => Interlocked.Increment(ref _held);

    public void Release() => Interlocked.Decrement(ref _held);

    public void Dispose() => file.Dispose();

    public static string NameOf(long number) =>
        number.ToString("D12", System.Globalization.CultureInfo.InvariantCulture) + ".log";
}

/// <summary>Where octets lie.</summary>
public readonly record struct Place(Segment Segment, long Offset, int Length);
