using System.Globalization;
using System.Text;

namespace SmtpGate.Spool;

/// <summary>
/// The line in front of a message's envelope: how long the envelope is, and where the pieces are that were written before it,
/// each as <c>segment:offset:length</c>.
/// </summary>
internal static class MessageHead
{
    public static byte[] Write(int envelope, IEnumerable<Place> pieces) => Encoding.ASCII.GetBytes(string.Join(' ', [
        envelope.ToString(CultureInfo.InvariantCulture),
        .. pieces.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Segment.Tag.Number}:{p.Offset}:{p.Length}")),
    ]) + "\n");

    /// <summary>Null where it is none.</summary>
    /// <param name="length">Of the line.</param>
    public static (int Envelope, (long Segment, long Offset, int Length)[] Pieces)? Read(
        ReadOnlySpan<byte> octets, out int length)
    {
        length = octets.IndexOf((byte)'\n') + 1;
        if (length == 0)
            return null;
        var words = Encoding.ASCII.GetString(octets[..(length - 1)]).Split(' ');
        var pieces = words.Skip(1).Select(Piece).ToArray();
        return int.TryParse(words[0], NumberStyles.None, null, out var envelope) && envelope <= octets.Length - length
            && pieces.All(p => p is not null)
                ? (envelope, [.. pieces.Select(p => p!.Value)])
                : null;
    }

    private static (long, long, int)? Piece(string word) =>
        word.Split(':') is [var segment, var offset, var length]
            && long.TryParse(segment, NumberStyles.None, null, out var s)
            && long.TryParse(offset, NumberStyles.None, null, out var o)
            && int.TryParse(length, NumberStyles.None, null, out var l)
                ? (s, o, l)
                : null;
}
