using System.Text;

namespace SmtpSim.Reports;

/// <summary>Text of anybody's, as documents may hold it.</summary>
internal static class Printable
{
    /// <summary>For XML 1.0, which has no control characters but tab, LF and CR. HTML takes them no better.</summary>
    public static string Xml(string text)
    {
        var clean = new StringBuilder(text.Length);
        // EnumerateRunes turns half a surrogate pair into U+FFFD.
        foreach (var rune in text.EnumerateRunes())
            clean.Append(rune.Value is < ' ' and not ('\t' or '\n' or '\r') or 0xfffe or 0xffff ? Rune.ReplacementChar : rune);
        return clean.ToString();
    }

    /// <summary>One line: what would end it is a space.</summary>
    public static string Line(string text) => string.Concat(Xml(text).Select(c => char.IsControl(c) ? ' ' : c));
}
