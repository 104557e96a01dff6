using System.Text;
using Microsoft.Win32.SafeHandles;

namespace SmtpGate.Spool;

/// <summary>
/// What the segments say when the gateway starts: read in their order, the later word counts. What is half-written is set
/// aside.
/// </summary>
internal sealed class Recovery(SegmentFiles files, Damaged damaged)
{
    // A tag stands in the first line, or in the one behind it.
    private const int EnoughForTag = 1024;

    // ENXIO: a socket.
    private const int NoDevice = 6;

    // ELOOP
    private const int LinksWithoutEnd = 40;

    private const string NoSegment = "it is no segment of a spool";

    // Segments are large: one after another lies here.
    private byte[] _segment = [];
    private readonly Dictionary<string, SpooledMessage> _messages = [];
    private readonly List<string> _order = [];
    private readonly HashSet<string> _gone = [];
    private readonly Dictionary<string, (ReadOnlyMemory<byte> State, Segment? Segment)> _states = [];
    private readonly Dictionary<(long Segment, long Offset), (string Id, Place Place)> _pieces = [];

    /// <summary>Every message that is still to be kept, in the order in which they came.</summary>
    public IReadOnlyList<SpooledMessage> Run(string folder)
    {
        foreach (var segment in Segments(folder))
        {
            files.Add(segment);
            ReadAll(segment);
        }
        SetUnclaimedAside();
        return [.. _order.Where(_messages.ContainsKey).Distinct().Select(Finished)];
    }

    private IEnumerable<Segment> Segments(string folder)
    {
        var tagged =
            from path in Directory.EnumerateFiles(folder, "*.log").Order(StringComparer.Ordinal).ToList()
            let opened = Opened(path) is { } file ? Tagged(path, file) : null
            where opened is not null
            select opened.Value;
        var numbers = new HashSet<long>();
        foreach (var (path, file, tag) in tagged.ToList().OrderBy(s => s.Tag?.Number).ThenBy(IsCopy))
        {
            if (tag is { } known && numbers.Add(known.Number))
            {
                yield return new Segment(path, known, file) { End = RandomAccess.GetLength(file) };
                continue;
            }
            // A link may lead anywhere.
            var isEmpty = RandomAccess.GetLength(file) == 0 && File.ResolveLinkTarget(path, returnFinalTarget: false) is null;
            file.Dispose();
            // One that was made in the moment before the power went.
            if (isEmpty)
                File.Delete(path);
            else
                damaged.Move(path, tag is null ? NoSegment : $"there is another segment {tag}");
        }
    }

    // Of two with one tag that which the spool has written itself: it goes on where the other was copied.
    private static bool IsCopy((string Path, SafeFileHandle File, SegmentTag? Tag) segment) =>
        segment.Tag is { } tag && Path.GetFileName(segment.Path) != Segment.NameOf(tag.Number);

    // What somebody else has put there may be a link to nothing, a pipe, or longer than any segment. Null: it is set aside.
    private SafeFileHandle? Opened(string path)
    {
        SafeFileHandle? file = null;
        try
        {
            file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
            if (RandomAccess.GetLength(file) <= Array.MaxLength)
                return file;
            damaged.Move(path, "it is longer than any segment of a spool");
        }
        catch (Exception none) when (none is FileNotFoundException or NotSupportedException
            or IOException { HResult: NoDevice or LinksWithoutEnd })
        {
            damaged.Move(path, "it is no file that can be read");
        }
        catch (UnauthorizedAccessException) when (!MayBeSegment(path))
        {
            damaged.Move(path, NoSegment);
        }
        file?.Dispose();
        return null;
    }

    // One that only cannot be written may hold messages: that is for people to mend.
    private bool MayBeSegment(string path)
    {
        try
        {
            using var file = File.OpenHandle(path);
            return TagOf(file) is not null;
        }
        catch (Exception unread) when (unread is UnauthorizedAccessException or IOException)
        {
            return true;
        }
    }

    // Null where it cannot be read: then it is set aside, and the others are not kept from what is in them.
    private (string Path, SafeFileHandle File, SegmentTag? Tag)? Tagged(string path, SafeFileHandle file)
    {
        try
        {
            return (path, file, TagOf(file));
        }
        catch (IOException unreadable)
        {
            file.Dispose();
            damaged.Move(path, $"it cannot be read: {unreadable.Message}");
            return null;
        }
    }

    private SegmentTag? TagOf(SafeFileHandle file)
    {
        var octets = new byte[EnoughForTag];
        return SegmentReader.TagOf(octets.AsSpan(0, RandomAccess.Read(file, octets, 0)))
            // The second record may be a long one.
            ?? SegmentReader.TagOf(Whole(file).Span);
    }

    // Until the next one is read.
    private ReadOnlyMemory<byte> Whole(SafeFileHandle file)
    {
        var length = (int)RandomAccess.GetLength(file);
        if (_segment.Length < length)
            _segment = GC.AllocateUninitializedArray<byte>(length);
        return _segment.AsMemory(0, RandomAccess.Read(file, _segment.AsSpan(0, length), 0));
    }

    private void ReadAll(Segment segment)
    {
        foreach (var found in SegmentReader.Read(Whole(segment.File), segment.Tag))
        {
            if ((found.Problem ?? Take(segment, found)) is { } problem)
                damaged.Keep($"{segment.Tag.Number:D12}-{found.At}", found.Octets.Span, $"at {found.At}: {problem}");
        }
    }

    // Null, or why it cannot be used.
    private string? Take(Segment segment, Found found)
    {
        switch (found.Kind)
        {
            case RecordKind.Piece:
                var place = new Place(segment, found.BodyAt, found.Octets.Length);
                _pieces[(segment.Tag.Number, found.BodyAt)] = (found.Id, place);
                return null;
            case RecordKind.Message:
                return TakeMessage(segment, found);
            case RecordKind.State:
                _states[found.Id] = (found.Octets.ToArray(), segment);
                return null;
            case RecordKind.Gone:
                _gone.Add(found.Id);
                _messages.Remove(found.Id);
                _states.Remove(found.Id);
                return null;
            case RecordKind.Segment:
                RefuseOtherVersion(segment, found);
                return null;
            default:
                return null;
        }
    }

    // What it means is not known here; to guess would lose it.
    private static void RefuseOtherVersion(Segment segment, Found found)
    {
        var version = Encoding.ASCII.GetString(found.Octets.Span);
        if (version != SegmentFiles.Version)
            throw new IOException($"'{segment.Path}' says '{version.TrimEnd()}', which this gateway does not read.");
    }

    private string? TakeMessage(Segment segment, Found found)
    {
        if (MessageHead.Read(found.Octets.Span, out var length) is not var (envelope, named))
            return "its envelope is not complete";
        var tail = length + envelope;
        var content = new List<Place>();
        foreach (var (number, offset, octets) in named)
        {
            if (!_pieces.TryGetValue((number, offset), out var piece) || piece.Id != found.Id || piece.Place.Length != octets)
                return $"its piece in segment {number} at {offset} is damaged or not there";
            content.Add(piece.Place);
        }
        content.Add(new Place(segment, found.BodyAt + tail, found.Octets.Length - tail));
        _messages[found.Id] = new SpooledMessage(
            found.Id, found.Octets.Slice(length, envelope).ToArray(), [.. content], segment);
        _order.Add(found.Id);
        return null;
    }

    // Their clients never heard 250, or what completes them is damaged.
    private void SetUnclaimedAside()
    {
        foreach (var (id, place) in _pieces.Values.Where(p => !_messages.ContainsKey(p.Id) && !_gone.Contains(p.Id)))
        {
            var octets = new byte[place.Length];
            RandomAccess.Read(place.Segment.File, octets, place.Offset);
            damaged.Keep(
                $"{place.Segment.Tag.Number:D12}-{place.Offset}", octets, $"a piece of message {id}, which was never complete");
        }
    }

    private SpooledMessage Finished(string id)
    {
        var message = _messages[id];
        var (state, segment) = _states.GetValueOrDefault(id);
        message.Hold(state, segment);
        return message;
    }
}
