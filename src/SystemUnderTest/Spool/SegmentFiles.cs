using System.Buffers;
using System.Text;
using Microsoft.Win32.SafeHandles;
using SmtpGate.Files;

namespace SmtpGate.Spool;

/// <summary>The segments of a spool, the oldest first: which are there, which can be used again.</summary>
internal sealed class SegmentFiles(string folder) : IDisposable
{
    /// <summary>What stands in the first record of a segment.</summary>
    public const string Version = "smtpgate spool, version 1: docs/spool.md says how to read it\n";

    // Free ones that are kept to be written over, which is faster than a new one by far (decision 0013).
    private const int MostSpare = 2;

    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private const UnixFileMode OwnersAndOthers = UnixFileMode.UserRead | UnixFileMode.UserWrite
        | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    private readonly LinkedList<Segment> _segments = [];
    private readonly Lock _lock = new();
    private long _last;

    public int Count
    {
        get
        {
            lock (_lock)
                return _segments.Count;
        }
    }

    /// <summary>Those that were there already, in their order.</summary>
    public void Add(Segment segment)
    {
        lock (_lock)
            _segments.AddLast(segment);
        _last = Math.Max(_last, segment.Tag.Number);
    }

    /// <summary>What stands in the oldest keeps all others from being used again; null where it is the only one.</summary>
    public Segment? Oldest
    {
        get
        {
            lock (_lock)
                return _segments.Count > 1 ? _segments.First!.Value : null;
        }
    }

    /// <summary>A segment to write to, on the disk and with its first record in it.</summary>
    /// <exception cref="IOException">The disk does not take it.</exception>
    public Segment Next()
    {
        var tag = SegmentTag.New(FreeNumber());
        var path = Path.Combine(folder, Segment.NameOf(tag.Number));
        var segment = new Segment(path, tag, Take(path));
        try
        {
            Begin(segment);
        }
        catch (IOException)
        {
            // Nothing was acknowledged from it.
            segment.Dispose();
            File.Delete(path);
            throw;
        }
        Add(segment);
        return segment;
    }

    // Somebody may have made a folder of that name, or given it to another segment.
    private long FreeNumber()
    {
        var number = _last + 1;
        while (Path.Exists(Path.Combine(folder, Segment.NameOf(number))))
            number++;
        return number;
    }

    /// <summary>Whatever stands behind what was written and acknowledged is no message.</summary>
    public static void CutOff(Segment segment)
    {
        try
        {
            RandomAccess.SetLength(segment.File, segment.End);
        }
        catch (IOException)
        {
            // Then it may be sent although its client heard 452: twice, but not never.
        }
    }

    public void Dispose()
    {
        foreach (var segment in _segments)
            segment.Dispose();
    }

    // The oldest that is free, or a new file.
    private SafeFileHandle Take(string path)
    {
        if (TakeFree() is not { } free)
            return New(path);
        free.Dispose();
        try
        {
            File.Move(free.Path, path);
            return File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
        }
        catch (IOException)
        {
            // Nobody knows it any more, and nobody would know at the next start that what stands in it is gone.
            File.Delete(free.Path);
            File.Delete(path);
            throw;
        }
    }

    // Whoever may enter the folder may write there: root may move messages of a gateway that is another user.
    private SafeFileHandle New(string path)
    {
        var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read);
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(folder) & Others) == 0)
            File.SetUnixFileMode(file, OwnersAndOthers);
        return file;
    }

    private Segment? TakeFree()
    {
        lock (_lock)
        {
            var free = _segments.TakeWhile(s => s.IsFree).ToList();
            // In their order, each durable before the next: what was gone must not come back.
            foreach (var segment in free.SkipLast(MostSpare))
            {
                segment.Dispose();
                File.Delete(segment.Path);
                Disk.SyncFolder(folder);
                _segments.RemoveFirst();
            }
            if (free.Count == 0)
                return null;
            var first = _segments.First!.Value;
            _segments.RemoveFirst();
            return first;
        }
    }

    // By itself: once this is on the disk nothing that an older segment had in its place is read any more.
    private void Begin(Segment segment)
    {
        var octets = new ArrayBufferWriter<byte>();
        RecordText.Write(octets, segment.Tag, RecordKind.Segment, "-", [Encoding.ASCII.GetBytes(Version)]);
        RandomAccess.Write(segment.File, octets.WrittenSpan, 0);
        Disk.Sync(segment.File);
        Disk.SyncFolder(folder);
        segment.End = octets.WrittenCount;
    }
}
