using System.Globalization;
using System.Text.RegularExpressions;

namespace SmtpSim.Mutating;

/// <summary>A line that is BDAT (RFC 3030 2), or that some server may take for it.</summary>
/// <param name="Size">How many octets follow; null where the line is none by the letter, so that nobody knows.</param>
internal sealed partial record ChunkLine(uint? Size, bool IsLast)
{
    /// <summary>Null where nobody takes the line for one.</summary>
    public static ChunkLine? Of(string line)
    {
        if (!MayBegin(line))
            return null;
        var form = Form().Match(line);
        var digits = form.Groups["size"].ValueSpan;
        return uint.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var size)
            ? new ChunkLine(size, form.Groups["last"].Success)
            : new ChunkLine(null, false);
    }

    /// <summary>Whether one stands behind a CR or LF that ends no line: whoever refuses the line may read that.</summary>
    public static bool IsHiddenIn(string line) =>
        line.AsSpan().IndexOfAny('\r', '\n') >= 0 && line.Split('\r', '\n').Skip(1).Any(MayBegin);

    private static bool MayBegin(string line) => Beginning().IsMatch(line);

    [GeneratedRegex(@"^[ \t\v\f\r]*BDAT(?![A-Za-z])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Beginning();

    [GeneratedRegex(
        @"\ABDAT (?<size>[0-9]+)(?<last> LAST)?\z",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Form();
}
