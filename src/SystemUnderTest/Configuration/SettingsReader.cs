using System.Net;
using System.Text.Json;
using SmtpGate.Grammar;

namespace SmtpGate.Configuration;

/// <summary>
/// Reads one section of the configuration. Every wrong setting becomes a problem that names key, value and what is
/// permitted; the default stands in for it, so that all problems are found at once.
/// </summary>
public sealed class SettingsReader
{
    // Settings whose values nobody may see, wrong or right.
    private static readonly string[] Secrets = ["Password", "Secret"];

    private readonly SettingsFile _file;
    private readonly JsonElement _section;
    private readonly string _path;
    private readonly List<SettingsProblem> _problems;
    private readonly HashSet<string> _known = [];

    public SettingsReader(SettingsFile file)
        : this(file, file.Root, "", [])
    {
    }

    private SettingsReader(SettingsFile file, JsonElement section, string path, List<SettingsProblem> problems) =>
        (_file, _section, _path, _problems) = (file, section, path, problems);

    public IReadOnlyList<SettingsProblem> Problems => _problems;

    /// <summary>The section as it is written; empty where it is not there.</summary>
    public string Text() => _section.ValueKind == JsonValueKind.Undefined ? "" : _section.GetRawText();

    public string Text(string key, string @default) => Value(key, "a text", SettingsValue.Text) ?? @default;

    /// <summary>A text that <paramref name="read"/> makes something of, or not.</summary>
    public T? Text<T>(string key, string permitted, Func<string, T?> read)
        where T : class =>
        Value(key, permitted, value => SettingsValue.Text(value) is { } text ? read(text) : null);

    /// <summary>What people call a thing: it stands in logs, tables and the line that says where the gateway listens.</summary>
    public string Label(string key, string @default) => Text(
        key,
        $"1 to {SettingsValue.LongestLabel} characters that can be seen, and spaces between them",
        SettingsValue.Label) ?? @default;

    /// <summary>A text that something is made of; null for an empty one, too.</summary>
    public T? TextOrNothing<T>(string key, string permitted, Func<string, T?> read)
        where T : class =>
        Says(key, "") ? null : Text(key, $"{permitted}, or nothing", read);

    public int Number(string key, int @default, int least, int most) => ValueOf(
        key, $"a whole number from {least} to {most}", value => SettingsValue.Number(value, least, most)) ?? @default;

    /// <summary>A number, or null for <c>"none"</c>.</summary>
    public int? NumberOrNone(string key, int? @default, int least, int most) => Says(key, "none")
        ? null
        : ValueOf(
            key,
            $"a whole number from {least} to {most}, or \"none\"",
            value => SettingsValue.Number(value, least, most)) ?? @default;

    public bool Flag(string key, bool @default) => ValueOf(key, "true or false", SettingsValue.Flag) ?? @default;

    /// <summary>A truth value as the registry had it: true and -1, false and 0, and nothing else.</summary>
    public bool RegistryFlag(string key, bool @default) =>
        ValueOf(key, "true or -1, false or 0", SettingsValue.RegistryFlag) ?? @default;

    public T Choice<T>(string key, T @default)
        where T : struct, Enum => ValueOf(
            key, string.Join(", ", Enum.GetNames<T>().Select(n => n.ToLowerInvariant())), SettingsValue.Choice<T>) ?? @default;

    /// <summary>A file or folder; a relative one lies where the configuration does. Null where none is named.</summary>
    public string? Path(string key) => TextOrNothing(key, "a path", t => t.Contains('\0') ? null : t) is { } path
        ? System.IO.Path.Combine(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(_file.Path))!, path)
        : null;

    /// <summary>A path that is no file's; null where the key is absent, empty or a file.</summary>
    public string? Folder(string key)
    {
        var path = Path(key);
        if (!File.Exists(path))
            return path;
        Report(key, $"{Key(key)}: '{path}' is a file; permitted: a folder, or nothing");
        return null;
    }

    public IPAddress Address(string key, IPAddress @default) =>
        Text(key, "an IP address", AddressText.Parse) ?? @default;

    /// <summary>A list of texts that <paramref name="read"/> makes something of; null where the key is absent.</summary>
    public IReadOnlyList<T>? List<T>(string key, string permitted, Func<string, T?> read)
        where T : class => Value(key, $"a list, each {permitted}", value => SettingsValue.List(value, read));

    /// <summary>A section of its own; an empty one where the key is absent.</summary>
    public SettingsReader Section(string key)
    {
        var section = ValueOf<JsonElement>(key, "an object { … }", v => v.ValueKind == JsonValueKind.Object ? v : null);
        return new SettingsReader(_file, section ?? default, Key(key), _problems);
    }

    /// <summary>The sections of a list of objects.</summary>
    public IReadOnlyList<SettingsReader> Sections(string key) =>
        Value<IReadOnlyList<SettingsReader>>(key, "a list of objects [{ … }]", value =>
            value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(v => v.ValueKind == JsonValueKind.Object)
                ? [.. value.EnumerateArray().Select((v, i) => new SettingsReader(_file, v, $"{Key(key)}:{i}", _problems))]
                : null) ?? [];

    /// <summary>The key with those of the sections around it.</summary>
    public string Name(string key) => Key(key);

    /// <summary>True where the section has the key. Asking makes it a known one.</summary>
    public bool Has(string key)
    {
        _known.Add(key);
        return Find(key) is not null;
    }

    /// <summary>True where the key is not there, or an empty text.</summary>
    public bool IsEmpty(string key) => !Has(key) || Says(key, "");

    /// <summary>Reports every key that nobody asked for, or that stands there more than once.</summary>
    public void RefuseOthers()
    {
        if (_section.ValueKind != JsonValueKind.Object)
            return;
        foreach (var twice in _section.EnumerateObject().GroupBy(p => p.Name).Where(g => g.Count() > 1))
            Report(twice.Key, $"{Key(twice.Key)} stands here {twice.Count()} times; keep one of them");
        foreach (var other in _section.EnumerateObject().DistinctBy(p => p.Name).Where(p => !_known.Contains(p.Name)))
            Report(other.Name, $"{Key(other.Name)} is no setting{Nearest(other.Name)}; there are {string.Join(", ", _known)}");
    }

    public void Report(string key, string message)
    {
        var (line, column) = _file.Place(Key(key));
        _problems.Add(new SettingsProblem(_file.Path, line, column, message));
    }

    private bool Says(string key, string text) =>
        Has(key) && Find(key) is { ValueKind: JsonValueKind.String } value && value.ValueEquals(text);

    private T? Value<T>(string key, string permitted, Func<JsonElement, T?> read)
        where T : class
    {
        _known.Add(key);
        if (Find(key) is not { } value)
            return null;
        var result = read(value);
        if (result is null)
            ReportValue(key, value, permitted);
        return result;
    }

    private T? ValueOf<T>(string key, string permitted, Func<JsonElement, T?> read)
        where T : struct => (T?)Value(key, permitted, value => (object?)read(value));

    private void ReportValue(string key, JsonElement value, string permitted) => Report(
        key, $"{Key(key)} is {(Secrets.Contains(key) ? "not shown" : Shorten(value.GetRawText()))}; permitted: {permitted}");

    private JsonElement? Find(string key) =>
        _section.ValueKind == JsonValueKind.Object && _section.TryGetProperty(key, out var value)
        && value.ValueKind != JsonValueKind.Null ? value : null;

    private string Key(string key) => _path.Length == 0 ? key : $"{_path}:{key}";

    private string Nearest(string key)
    {
        var near = _known.FirstOrDefault(k => k.Equals(key, StringComparison.OrdinalIgnoreCase))
            ?? _known.FirstOrDefault(k => k.Length > 3 && key.Length > 3 && SharesAnEnd(k, key));
        return near is null ? "" : $"; did you mean '{near}'?";
    }

    private static bool SharesAnEnd(string one, string other) =>
        one.StartsWith(other[..3], StringComparison.OrdinalIgnoreCase)
        || one.EndsWith(other[^3..], StringComparison.OrdinalIgnoreCase);

    // On one line, whatever it was.
    private static string Shorten(string text)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length > 60 ? line[..60] + "…" : line;
    }
}
