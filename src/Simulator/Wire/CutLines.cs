using System.Text;

namespace SmtpSim.Wire;

/// <summary>Lines of one side, however they are cut.</summary>
internal sealed class CutLines
{
    // RFC 5321 4.5.3.1: a command or a reply has 512 octets at most. Of what is longer the beginning says enough.
    private const int Longest = 512;

    private readonly StringBuilder _begun = new();

    /// <summary>Those that end in this piece, without their ends.</summary>
    public List<string> Whole(ReadOnlySpan<byte> piece)
    {
        var lines = new List<string>();
        for (var rest = piece; rest.Length > 0;)
        {
            var end = rest.IndexOf((byte)'\n');
            Append(end < 0 ? rest : rest[..end]);
            if (end < 0)
                break;
            lines.Add(_begun.ToString().TrimEnd('\r'));
            _begun.Clear();
            rest = rest[(end + 1)..];
        }
        return lines;
    }

    private void Append(ReadOnlySpan<byte> piece) =>
        _begun.Append(Encoding.Latin1.GetString(piece[..Math.Min(piece.Length, Longest - _begun.Length)]));
}
