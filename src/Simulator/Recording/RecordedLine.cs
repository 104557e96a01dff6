using SmtpSim.Transcripts;
using SmtpSim.Wire;

namespace SmtpSim.Recording;

/// <summary>One line of a recording: what octets it stands for, and how they are written so that they come again.</summary>
internal static class RecordedLine
{
    public static bool HasValue(Line line) => line.Text.Contains("{{", StringComparison.Ordinal);

    public static byte[] OctetsOf(Line line) =>
        line.Form == Form.Octets && Escapes.TryDecode(line.Text[1..^1], out var octets, out _)
            ? octets
            : OctetText.Octets(line.Text + "\r\n");

    public static Line OfOctets(Line line, ReadOnlySpan<byte> octets) =>
        line with { Form = Form.Octets, Text = $"\"{Escapes.Encode(octets)}\"" };

    public static Line OfCommand(Line line, string command) => IsPlain(command)
        ? line with { Form = FormOf(line, command), Text = command }
        : OfOctets(line, OctetText.Octets(command + "\r\n"));

    // A command of which the keyword is to come again; a CR or LF of its own is to come again as well.
    private static bool IsPlain(string text)
    {
        var keyword = text.Split(' ')[0];
        return !text.AsSpan().ContainsAny('\r', '\n') && (keyword.Length > 0 || text.Length == 0)
            && !keyword.Any(char.IsControl) && OctetText.Shown(keyword) == keyword;
    }

    // What a line of octets has of wildcards and braces stands for itself.
    private static Form FormOf(Line line, string command) =>
        line.Form != Form.Octets ? line.Form
        : command.IndexOfAny(['*', '{', '}']) < 0 ? Form.Plain : Form.Exact;
}
