using System.Globalization;
using System.Text.RegularExpressions;

namespace SmtpSim.Transcripts;

/// <summary>Durations as transcripts write them: <c>500ms</c>, <c>1.5s</c>, <c>2m</c>, <c>1h</c>.</summary>
public static partial class Durations
{
    /// <summary>No script waits longer, and no timer here has to: theirs end at 49 days.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    public static TimeSpan Parse(string text) =>
        TryParse(text) ?? throw new FormatException($"'{text}' is no duration like 500ms, 3s or 2m");

    /// <summary>Null where the text is no duration, or one of more than a day.</summary>
    public static TimeSpan? TryParse(string text)
    {
        var form = Form().Match(text);
        if (!form.Success)
            return null;
        var number = double.Parse(form.Groups["number"].Value, CultureInfo.InvariantCulture);
        var seconds = form.Groups["unit"].Value switch
        {
            "ms" => number / 1000,
            "s" => number,
            "m" => number * 60,
            _ => number * 3600,
        };
        return seconds <= Longest.TotalSeconds ? TimeSpan.FromSeconds(seconds) : null;
    }

    /// <summary>As a transcript writes it; a day at most.</summary>
    public static string Write(TimeSpan time) => string.Create(
        CultureInfo.InvariantCulture, $"{(time < Longest ? time : Longest).TotalMilliseconds:0.###}ms");

    /// <summary>Short for people: <c>12 ms</c>, <c>3.004 s</c>.</summary>
    public static string Show(TimeSpan time) => time < TimeSpan.FromSeconds(1)
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0} ms")
        : string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.000} s");

    [GeneratedRegex(@"^(?<number>[0-9]{1,9}(\.[0-9]{1,3})?)(?<unit>ms|s|m|h)\z")]
    private static partial Regex Form();
}
