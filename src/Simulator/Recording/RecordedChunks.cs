using System.Globalization;
using SmtpSim.Transcripts;
using SmtpSim.Wire;

namespace SmtpSim.Recording;

/// <summary>
/// Leaves out of what a recorded client said what stands in chunks (RFC 3030 2), in whatever pieces it was written: BDAT is left
/// of them. Octets that are whole commands become those.
/// </summary>
internal static class RecordedChunks
{
    public static IEnumerable<Step> Of(IEnumerable<Step> steps)
    {
        var left = 0;
        foreach (var step in steps)
        {
            if (step is not Line { Speaker: Speaker.Client } line)
            {
                // Who replies has heard enough of it.
                left = step is Line ? 0 : left;
                yield return step;
                continue;
            }
            foreach (var said in Commands(line, Octets(line), ref left))
                yield return said;
        }
    }

    private static List<Line> Commands(Line line, byte[]? octets, ref int left)
    {
        if (octets is null)
            return [line];
        var said = new List<Line>();
        while (octets.Length > 0)
        {
            var content = Math.Min(left, octets.Length);
            (octets, left) = (octets[content..], left - content);
            if (Command(octets) is not { } command)
                break;
            said.Add(line with { Form = line.Form == Form.Octets ? Form.Plain : line.Form, Text = command });
            octets = octets[(OctetText.Octets(command).Length + 2)..];
            left = SizeOf(command);
        }
        if (octets.Length > 0)
            said.Add(line with { Form = Form.Octets, Text = $"\"{Escapes.Encode(octets)}\"" });
        return said;
    }

    // What inserts a value, a secret say, is no chunk and stays as it is.
    private static byte[]? Octets(Line line) =>
        line.Text.Contains("{{", StringComparison.Ordinal) ? null
        : line.Form != Form.Octets ? OctetText.Octets(line.Text + "\r\n")
        : Escapes.TryDecode(line.Text[1..^1], out var octets, out _) ? octets : null;

    private static string? Command(byte[] octets)
    {
        var end = octets.AsSpan().IndexOf("\r\n"u8);
        var text = end < 0 ? null : OctetText.Of(octets.AsSpan(0, end));
        return text is null || text.Any(c => char.IsControl(c) || char.IsSurrogate(c)) ? null : text;
    }

    private static int SizeOf(string command) => command.Split(' ') is [var verb, var size, ..]
        && verb.Equals("BDAT", StringComparison.OrdinalIgnoreCase)
        && int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var octets) ? octets : 0;
}
