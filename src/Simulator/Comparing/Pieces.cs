using SmtpSim.Transcripts;
using SmtpSim.Wire;

namespace SmtpSim.Comparing;

/// <summary>
/// What one side said in pieces is whole lines again, where it is: how octets were cut is TCP's affair and never the same.
/// What is no line in the end stays as it was written.
/// </summary>
internal static class Pieces
{
    public static IEnumerable<Step> Joined(IEnumerable<Step> steps)
    {
        var run = new List<Line>();
        foreach (var step in steps)
        {
            if (run.Count > 0 && !GoesOn(run[^1], step))
            {
                foreach (var line in Whole(run))
                    yield return line;
                run.Clear();
            }
            if (step is Line piece && IsPiece(piece))
                run.Add(piece);
            else
                yield return step;
        }
        foreach (var line in Whole(run))
            yield return line;
    }

    private static bool GoesOn(Line last, Step next) =>
        next is Line line && line.Speaker == last.Speaker && line.Connection == last.Connection
            && IsPiece(line);

    private static bool IsPiece(Line line) =>
        line is { Form: Form.Plain or Form.Joined or Form.Exact or Form.Octets, Alternatives.Count: 0 };

    private static List<Line> Whole(List<Line> run)
    {
        if (run.TrueForAll(l => l.Form != Form.Octets))
            return [.. run];
        var (whole, octets) = (new List<Line>(), new List<byte>());
        Line? begun = null;
        foreach (var (piece, octet) in run.SelectMany(l => OctetsOf(l).Select(o => (l, o))))
        {
            begun ??= piece;
            octets.Add(octet);
            if (octets is not [.., (byte)'\r', (byte)'\n'])
                continue;
            whole.Add(begun with { Form = Form.Plain, Text = OctetText.Of([.. octets.SkipLast(2)]) });
            octets.Clear();
            begun = null;
        }
        return octets.Count == 0 && !whole.Exists(l => l.Text.Any(c => char.IsControl(c) && c != '\t')) ? whole : [.. run];
    }

    private static byte[] OctetsOf(Line piece) =>
        piece.Form == Form.Octets && Escapes.TryDecode(piece.Text[1..^1], out var octets, out _) ? octets
        : OctetText.Octets(piece.Text + "\r\n");
}
