using SmtpSim.Playing;
using SmtpSim.Transcripts;
using SmtpSim.Wire;

namespace SmtpSim.Recording;

/// <summary>
/// Leaves out of what a recorded client said what stands in chunks (RFC 3030 2), in whatever pieces it was written: BDAT is left
/// of them. Octets that are whole commands become those.
/// </summary>
internal sealed class RecordedChunks
{
    // Of the chunk that is being said.
    private int _left;
    // How many replies are owed: once none is, the chunk has had its own, whether or not it came to its end.
    private int _due;

    private RecordedChunks()
    {
    }

    public static IEnumerable<Step> Of(IEnumerable<Step> steps)
    {
        var chunks = new RecordedChunks();
        return steps.SelectMany(chunks.Without);
    }

    private IEnumerable<Step> Without(Step step)
    {
        if (step is Line { Speaker: Speaker.Client } line)
            return Octets(line) is { } octets ? Commands(line, octets) : [line];
        if (step is Line { Text: not [_, _, _, '-', ..] })
            Reply();
        return [step];
    }

    private void Reply()
    {
        _due = Math.Max(0, _due - 1);
        if (_due == 0)
            _left = 0;
    }

    private List<Line> Commands(Line line, byte[] octets)
    {
        var said = new List<Line>();
        while (octets.Length > 0)
        {
            var content = Math.Min(_left, octets.Length);
            (octets, _left) = (octets[content..], _left - content);
            if (Command(octets) is not { } command)
                break;
            said.Add(line with { Form = FormOf(line, command), Text = command });
            octets = octets[(OctetText.Octets(command).Length + 2)..];
            (_left, _due) = (AnyChunkExpectation.SizeOf(command) ?? 0, _due + 1);
        }
        if (octets.Length > 0)
            said.Add(line with { Form = Form.Octets, Text = $"\"{Escapes.Encode(octets)}\"" });
        return said;
    }

    // What a line of octets has of wildcards and braces stands for itself.
    private static Form FormOf(Line line, string command) =>
        line.Form != Form.Octets ? line.Form
        : command.IndexOfAny(['*', '{', '}']) < 0 ? Form.Plain : Form.Exact;

    // What inserts a value, a secret say, is no chunk and stays as it is.
    private static byte[]? Octets(Line line) =>
        line.Text.Contains("{{", StringComparison.Ordinal) ? null
        : line.Form != Form.Octets ? OctetText.Octets(line.Text + "\r\n")
        : Escapes.TryDecode(line.Text[1..^1], out var octets, out _) ? octets : null;

    private static string? Command(byte[] octets)
    {
        var end = octets.AsSpan().IndexOf("\r\n"u8);
        var text = end < 0 ? null : OctetText.Of(octets.AsSpan(0, end));
        return text is null || text.Any(char.IsControl) || OctetText.Shown(text) != text || text.EndsWith(' ') ? null : text;
    }
}
