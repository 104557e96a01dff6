using System.Text.Json;

namespace SmtpGate.Configuration;

/// <summary>What a JSON value means as a setting; null where it means nothing of the kind.</summary>
internal static class SettingsValue
{
    // More than a line of a log needs.
    public const int LongestLabel = 100;

    public static string? Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : null;

    public static string? Label(string text) =>
        text.Length is > 0 and <= LongestLabel && text.Trim() == text && !text.Any(char.IsControl) ? text : null;

    public static int? Number(JsonElement value, int least, int most) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= least && number <= most
            ? number
            : null;

    public static bool? Flag(JsonElement value) =>
        value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : null;

    public static bool? RegistryFlag(JsonElement value) => Flag(value) ?? Number(value, -1, 0) switch
    {
        { } number => number == -1,
        null => null,
    };

    public static T? Choice<T>(JsonElement value)
        where T : struct, Enum =>
        Text(value) is { } text
        && Enum.GetNames<T>().FirstOrDefault(n => n.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } name
            ? Enum.Parse<T>(name)
            : null;

    public static IReadOnlyList<T>? List<T>(JsonElement value, Func<string, T?> read)
        where T : class
    {
        if (value.ValueKind != JsonValueKind.Array)
            return null;
        var items = value.EnumerateArray().Select(item => Text(item) is { } text ? read(text) : null).ToList();
        return items.Contains(null) ? null : [.. items.OfType<T>()];
    }
}
