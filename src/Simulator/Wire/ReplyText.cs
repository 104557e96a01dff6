using System.Text;

namespace SmtpSim.Wire;

/// <summary>
/// All the simulator knows of a reply: lines of three digits, a hyphen or a space, and text.
/// <see cref="Complaint"/> says what is wrong with its form, null where nothing is.
/// </summary>
/// <param name="Code">The code of the first line.</param>
/// <param name="Lines">The text of each line, behind the hyphen or space.</param>
/// <param name="Length">How many octets the reply took on the wire.</param>
public sealed record ReplyText(int Code, IReadOnlyList<string> Lines, int Length, string? Complaint)
{
    /// <summary>Reads one whole reply; null while it is not all there.</summary>
    public static ReplyText? Read(ReadOnlySpan<byte> heard)
    {
        var lines = new List<string>();
        string? complaint = null;
        int? code = null;
        for (var at = 0; NextLine(heard[at..]) is var (text, length, ending);)
        {
            at += length;
            complaint ??= ending ?? Misformed(text, code);
            code ??= CodeOf(text);
            lines.Add(text.Length > 4 ? text[4..] : "");
            if (complaint is not null || text.Length < 4 || text[3] != '-')
                return new ReplyText(code ?? 0, lines, at, complaint);
        }
        return null;
    }

    /// <summary>One physical line: its text, the octets it took, and what is wrong with its ending.</summary>
    public static (string Text, int Length, string? Complaint)? NextLine(ReadOnlySpan<byte> heard)
    {
        var end = heard.IndexOf((byte)'\n');
        if (end < 0)
            return null;
        var crlf = end > 0 && heard[end - 1] == '\r';
        var text = OctetText.Of(heard[..(crlf ? end - 1 : end)]);
        return (text, end + 1, crlf ? BareCarriageReturn(text) : "the line ends in a bare LF, not in CRLF");
    }

    private static string? BareCarriageReturn(string text) => text.Contains('\r') ? "the line has a bare CR in it" : null;

    private static int? CodeOf(string line) =>
        line.Length >= 3 && line.AsSpan(0, 3).IndexOfAnyExceptInRange('0', '9') < 0 ? int.Parse(line.AsSpan(0, 3)) : null;

    // RFC 5321 4.2: Reply-line = *( Reply-code "-" [ textstring ] CRLF ) Reply-code [ SP textstring ] CRLF
    private static string? Misformed(string line, int? first) => CodeOf(line) switch
    {
        null => "a reply line starts with three digits",
        var code when first is not null && code != first => $"all lines of a reply carry one code, here {first} and {code}",
        _ when line.Length > 3 && line[3] is not (' ' or '-') => "behind the code stands a hyphen or a space",
        _ => null,
    };

    /// <summary>The reply as it would be typed: <c>250-a / 250 b</c>.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        for (var i = 0; i < Lines.Count; i++)
            text.Append(i > 0 ? " / " : "").Append(Code).Append(i < Lines.Count - 1 ? '-' : ' ').Append(Lines[i]);
        return text.ToString();
    }
}
