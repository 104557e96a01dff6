using System.Text;

namespace SmtpGate.DropFolder;

/// <summary>The header of a message as octets: fields of one or more lines, up to an empty one (RFC 5322 2.1, 2.2).</summary>
internal static class HeaderText
{
    /// <summary>Octets up to the empty line; all of them where there is none.</summary>
    public static int LengthOf(ReadOnlySpan<byte> text)
    {
        var at = 0;
        while (LineAt(text, at) is { Length: > 0 } line && !line.SequenceEqual("\r\n"u8) && !line.SequenceEqual("\n"u8))
            at += line.Length;
        return at;
    }

    /// <summary>Every field with this name, its lines joined.</summary>
    public static IReadOnlyList<string> Values(ReadOnlySpan<byte> header, string name)
    {
        var values = new List<string>();
        foreach (var (from, to) in Fields(header))
        {
            if (IsNamed(header[from..to], name))
                values.Add(Unfolded(header[(from + name.Length)..to]));
        }
        return values;
    }

    /// <summary>The same header without the fields of this name.</summary>
    public static ReadOnlyMemory<byte> Without(ReadOnlyMemory<byte> header, string name)
    {
        var kept = new List<byte>(header.Length);
        foreach (var (from, to) in Fields(header.Span))
        {
            if (!IsNamed(header.Span[from..to], name))
                kept.AddRange(header.Span[from..to]);
        }
        return kept.ToArray();
    }

    private static List<(int From, int To)> Fields(ReadOnlySpan<byte> header)
    {
        var fields = new List<(int From, int To)>();
        for (int at = 0, end; at < header.Length; at = end)
        {
            end = at + LineAt(header, at).Length;
            // What begins with white space goes on with the field before.
            if (fields.Count > 0 && header[at] is (byte)' ' or (byte)'\t')
                fields[^1] = (fields.Count == 0 ? at : fields[^1].From, end);
            else
                fields.Add((at, end));
        }
        return fields;
    }

    // With its end.
    private static ReadOnlySpan<byte> LineAt(ReadOnlySpan<byte> text, int at)
    {
        var end = text[at..].IndexOf((byte)'\n');
        return end < 0 ? text[at..] : text.Slice(at, end + 1);
    }

    // RFC 5322 4.5.8 knows white space in front of the colon.
    private static bool IsNamed(ReadOnlySpan<byte> field, string name) =>
        field.Length > name.Length && Ascii.EqualsIgnoreCase(field[..name.Length], name)
        && field[name.Length..].TrimStart(" \t"u8) is [(byte)':', ..];

    private static string Unfolded(ReadOnlySpan<byte> value) =>
        Encoding.UTF8.GetString(value).Replace("\r", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal)
            .TrimStart(' ', '\t').TrimStart(':').Trim();
}
