using System.Globalization;
using System.Text.RegularExpressions;

namespace SmtpSim.Transcripts;

/// <summary><c>[+0.012345]</c> in front of a line: when it was said, in seconds from the beginning of the recording.</summary>
internal static partial class Stamps
{
    /// <summary>The stamp that a line begins with and how long it is, null where there is none.</summary>
    public static (TimeSpan Stamp, int Length)? Read(string line) => Form().Match(line) is { Success: true } stamp
        ? (Seconds(stamp.Groups[1].ValueSpan), stamp.Length)
        : null;

    /// <summary>With the space behind it; nothing for null. Microseconds, as exact as anything is on a network.</summary>
    public static string Write(TimeSpan? stamp) => stamp is { } time
        ? string.Create(CultureInfo.InvariantCulture, $"[+{time.Ticks / 10 / 1_000_000m:0.000000}] ")
        : "";

    private static TimeSpan Seconds(ReadOnlySpan<char> text) =>
        TimeSpan.FromTicks((long)(decimal.Parse(text, CultureInfo.InvariantCulture) * TimeSpan.TicksPerSecond));

    [GeneratedRegex(@"^\[\+([0-9]{1,6}(?:\.[0-9]{1,6})?)\] ")]
    private static partial Regex Form();
}
