using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;
using SmtpSim.Transcripts;

namespace SmtpSim.Commands;

/// <summary>Values of options that are of a certain form or between bounds; what is not is told with the option's name.</summary>
internal static partial class Bounds
{
    public static T Between<T>(string option, T value, T least, T most)
        where T : INumber<T> =>
        value >= least && value <= most
            ? value
            : throw Wrong(option, string.Create(CultureInfo.InvariantCulture, $"{value} is not between {least} and {most}"));

    public static TimeSpan Time(string option, string text) => Durations.TryParse(text) is { } time && time > TimeSpan.Zero
        ? time
        : throw Wrong(option, $"'{text}' is no duration like 500ms, 30s or 5m");

    /// <summary>4096, 100k, 1k..1M.</summary>
    public static (int Least, int Most) Sizes(string option, string text, int most)
    {
        var ends = text.Split("..");
        if (ends.Length > 2 || ends.Any(e => Octets(e) is not { } size || size > most))
            throw Wrong(option, $"'{text}' is no size like 4096, 100k, 1M or 1k..1M of at most {most} octets");
        var (low, high) = ((int)Octets(ends[0])!, (int)Octets(ends[^1])!);
        return low <= high ? (low, high) : throw Wrong(option, $"'{text}' begins with the larger one");
    }

    public static T OneOf<T>(string option, string text)
        where T : struct, Enum =>
        Enum.TryParse<T>(text, ignoreCase: true, out var value) && !char.IsAsciiDigit(text[0])
            ? value
            : throw Wrong(option, $"'{text}' is not {string.Join(" or ", Enum.GetNames<T>().Select(n => n.ToLowerInvariant()))}");

    public static string Address(string option, string text) => AddressForm().IsMatch(text)
        ? text
        : throw Wrong(option, $"'{text}' is no address to stand between < and >");

    public static UnusableFileException Wrong(string option, string message) => new(option, 0, 0, message);

    private static long? Octets(string text)
    {
        var form = SizeForm().Match(text);
        if (!form.Success)
            return null;
        var unit = form.Groups[2].Value switch { "k" => 1024, "M" => 1024 * 1024, _ => 1 };
        return long.Parse(form.Groups[1].Value, CultureInfo.InvariantCulture) * unit;
    }

    [GeneratedRegex(@"^([0-9]{1,9})([kM]?)\z")]
    private static partial Regex SizeForm();

    [GeneratedRegex(@"^[^\s<>\x00-\x1F]*\z")]
    private static partial Regex AddressForm();
}
