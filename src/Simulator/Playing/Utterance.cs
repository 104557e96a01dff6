using System.Text;
using SmtpSim.Transcripts;
using SmtpSim.Wire;

namespace SmtpSim.Playing;

/// <summary>Turns what a script says into the octets that are sent.</summary>
public static class Utterance
{
    /// <summary>The octets of lines that go out in one write.</summary>
    public static byte[] Of(IEnumerable<Line> lines, Variables variables) => [.. lines.SelectMany(l => Of(l, variables))];

    /// <summary>The octets of one line, and what its shape injects behind it.</summary>
    public static byte[] Of(Line line, Shape shape, Variables variables) => Of([line], shape, variables);

    /// <inheritdoc cref="Of(Line, Shape, Variables)"/>
    public static byte[] Of(IEnumerable<Line> lines, Shape shape, Variables variables) => shape.Inject is { } injected
        ? [.. Of(lines, variables), .. Quoted(injected, variables)]
        : Of(lines, variables);

    /// <summary>The octets of a message: stuffed and ended, or raw as its lines stand.</summary>
    public static byte[] Body(IEnumerable<string> lines, bool raw, Variables variables)
    {
        var filled = lines.Select(variables.Fill);
        return OctetText.Octets(raw ? string.Concat(filled.Select(l => l + "\r\n")) : Stuffed(filled));
    }

    /// <summary>The octets of one line, its values filled in.</summary>
    public static byte[] Of(Line line, Variables variables) => line.Form == Form.Octets
        ? Quoted(line.Text, variables)
        : OctetText.Octets(variables.Fill(line.Text) + "\r\n");

    /// <summary>The octets inside the quotes. Values are filled in as they are, not as escapes.</summary>
    public static byte[] Quoted(string source, Variables variables)
    {
        var octets = new List<byte>();
        var inside = source[1..^1];
        var at = 0;
        foreach (System.Text.RegularExpressions.Match insert in Variables.Insert().Matches(inside))
        {
            octets.AddRange(Decode(inside[at..insert.Index]));
            octets.AddRange(OctetText.Octets(variables.Value(insert.Groups[1].Value)));
            at = insert.Index + insert.Length;
        }
        octets.AddRange(Decode(inside[at..]));
        return [.. octets];
    }

    /// <summary>Lines with CRLF, leading dots doubled (RFC 5321 4.5.2), and the line with one dot.</summary>
    public static string Stuffed(IEnumerable<string> lines)
    {
        var text = new StringBuilder();
        foreach (var line in lines)
            text.Append(line.StartsWith('.') ? "." : "").Append(line).Append("\r\n");
        return text.Append(".\r\n").ToString();
    }

    private static byte[] Decode(string source) => Escapes.TryDecode(source, out var octets, out _)
        ? octets
        : throw new InvalidOperationException($"the parser let a wrong escape through: {source}");
}
