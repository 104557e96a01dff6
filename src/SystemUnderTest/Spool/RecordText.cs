using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;

namespace SmtpGate.Spool;

/// <summary>A record that was read, or what is wrong with it.</summary>
/// <param name="BodyAt">Where its octets begin, counted from the record's first.</param>
/// <param name="Length">Of its octets.</param>
/// <param name="Problem">Null where it is whole.</param>
internal readonly record struct RecordReading(RecordKind Kind, string Id, int BodyAt, int Length, string? Problem)
{
    /// <summary>The record with all that belongs to it.</summary>
    public int End => BodyAt + Length + 1;
}

/// <summary>
/// A record as it stands in a segment: <c>@ tag kind id length checksum</c> and LF, the octets, LF. The checksum is CRC-32C
/// (RFC 9260, appendix A) over the line up to it and the octets.
/// </summary>
internal static class RecordText
{
    // Tag (36 at most), kind, id and length have not more.
    private const int LongestLine = 160;

    private static readonly (RecordKind Kind, string Word)[] Words =
    [
        .. Enum.GetValues<RecordKind>().Select(k => (k, k.ToString().ToLowerInvariant())),
    ];

    /// <summary>How every record of a segment begins.</summary>
    public static byte[] Mark(SegmentTag tag) => Encoding.ASCII.GetBytes($"@ {tag} ");

    /// <summary>Where the octets begin, counted from the record's first.</summary>
    public static int Write(
        IBufferWriter<byte> to, SegmentTag tag, RecordKind kind, string id, ReadOnlySpan<ReadOnlyMemory<byte>> parts)
    {
        var length = 0;
        foreach (var part in parts)
            length += part.Length;
        var line = Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"@ {tag} {Words[(int)kind].Word} {id} {length} "));
        var sum = Sum(~0u, line);
        foreach (var part in parts)
            sum = Sum(sum, part.Span);
        to.Write(line);
        Utf8Formatter.TryFormat(~sum, to.GetSpan(8), out var digits, new StandardFormat('x', 8));
        to.Advance(digits);
        to.Write("\n"u8);
        foreach (var part in parts)
            to.Write(part.Span);
        to.Write("\n"u8);
        return line.Length + digits + 1;
    }

    /// <summary>Null where no record of the segment begins.</summary>
    public static RecordReading? Read(ReadOnlySpan<byte> octets, ReadOnlySpan<byte> mark)
    {
        if (!octets.StartsWith(mark))
            return null;
        var end = octets[..Math.Min(octets.Length, LongestLine)].IndexOf((byte)'\n');
        if (end < 0)
            return Broken("its first line has no end");
        var words = Encoding.ASCII.GetString(octets[mark.Length..end]).Split(' ');
        var kind = Array.FindIndex(Words, w => w.Word == words[0]);
        if (words.Length != 4 || kind < 0 || !int.TryParse(words[2], NumberStyles.None, null, out var length))
            return Broken("its first line is none of a record");
        var reading = new RecordReading((RecordKind)kind, words[1], end + 1, length, null);
        // Not reading.End: a length that was damaged may be as large as numbers are.
        if ((long)end + 1 + length + 1 > octets.Length)
            return reading with { Problem = $"it has {octets.Length - end - 1} of {length} octets" };
        var sum = Sum(Sum(~0u, octets[..(end - 8)]), octets.Slice(reading.BodyAt, length));
        // The last line end is for people; without it nothing is missing.
        return words[3] == (~sum).ToString("x8", CultureInfo.InvariantCulture)
            ? reading
            : reading with { Problem = "its checksum is wrong" };
    }

    private static RecordReading Broken(string problem) => new(default, "", 0, -1, problem);

    private static uint Sum(uint sum, ReadOnlySpan<byte> octets)
    {
        foreach (var eight in MemoryMarshal.Cast<byte, ulong>(octets))
            sum = BitOperations.Crc32C(sum, eight);
        foreach (var one in octets[^(octets.Length % 8)..])
            sum = BitOperations.Crc32C(sum, one);
        return sum;
    }
}
