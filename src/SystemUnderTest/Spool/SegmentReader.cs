using System.Text;

namespace SmtpGate.Spool;

/// <summary>Something that a segment has.</summary>
/// <param name="At">Where it begins.</param>
/// <param name="Octets">The record's own, or all that is damaged.</param>
/// <param name="BodyAt">Where the record's own octets begin.</param>
/// <param name="Problem">Null where it is a whole record.</param>
internal readonly record struct Found(
    RecordKind Kind, string Id, int At, int BodyAt, ReadOnlyMemory<byte> Octets, string? Problem);

/// <summary>
/// Reads a segment from its beginning; what is damaged is told, and what stands behind it is read all the same.
/// </summary>
internal static class SegmentReader
{
    // Where the end of something damaged cannot be seen, this is more than a record has.
    private const int MostDamaged = 1 << 20;

    // A line that agrees in so much with how all others begin was one of them; what an older segment left does not.
    private const int Alike = 2;

    /// <summary>The segment's tag; null where it has no record, or is no segment.</summary>
    public static SegmentTag? TagOf(ReadOnlySpan<byte> octets)
    {
        // The first record says it; where that is damaged the next whole one does.
        for (var at = 0; ;)
        {
            if (TagAt(octets[at..]) is { } tag)
                return tag;
            var next = octets[at..].IndexOf("\n@ "u8);
            if (next < 0)
                return null;
            at += next + 1;
        }
    }

    public static IEnumerable<Found> Read(ReadOnlyMemory<byte> octets, SegmentTag tag)
    {
        var mark = RecordText.Mark(tag);
        for (var at = 0; at < octets.Length;)
        {
            var found = One(octets, at, mark);
            if (found is null)
                yield break;
            yield return found.Value;
            at = found.Value.Problem is null
                ? found.Value.BodyAt + found.Value.Octets.Length + 1
                : at + found.Value.Octets.Length;
        }
    }

    // Null at the end: what stands there is what the file had before, or nothing.
    private static Found? One(ReadOnlyMemory<byte> octets, int at, byte[] mark)
    {
        var here = octets[at..];
        var reading = RecordText.Read(here.Span, mark);
        if (reading is { Problem: null } whole)
            return new Found(whole.Kind, whole.Id, at, at + whole.BodyAt, here.Slice(whole.BodyAt, whole.Length), null);
        var next = NextWhole(here, mark);
        if (reading is null && next is null && !IsAlike(here.Span, mark))
            return null;
        var problem = reading is { } torn ? torn.Problem! : "its first line does not begin as one of this segment";
        var end = next ?? Math.Min(here.Length, EndOf(reading));
        return new Found(default, "", at, at, here[..end], problem);
    }

    private static int EndOf(RecordReading? reading) =>
        reading is { Length: > 0 and < MostDamaged } known ? known.End : MostDamaged;

    private static int? NextWhole(ReadOnlyMemory<byte> octets, byte[] mark)
    {
        byte[] begin = [(byte)'\n', .. mark];
        for (var from = 0; ;)
        {
            var next = octets.Span[from..].IndexOf(begin);
            if (next < 0)
                return null;
            from += next + 1;
            if (RecordText.Read(octets.Span[from..], mark) is { Problem: null })
                return from;
        }
    }

    private static bool IsAlike(ReadOnlySpan<byte> here, byte[] mark)
    {
        var same = 0;
        for (var i = 0; i < mark.Length && i < here.Length; i++)
            same += here[i] == mark[i] ? 1 : 0;
        return same * Alike >= Math.Min(mark.Length, here.Length);
    }

    private static SegmentTag? TagAt(ReadOnlySpan<byte> octets)
    {
        if (!octets.StartsWith("@ "u8) || octets[2..].IndexOf((byte)' ') is not (> 0 and < 64 and var length))
            return null;
        var tag = SegmentTag.Parse(Encoding.ASCII.GetString(octets.Slice(2, length)));
        return tag is { } t && RecordText.Read(octets, RecordText.Mark(t)) is { Problem: null } ? tag : null;
    }
}
