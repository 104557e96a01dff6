using System.Text;
using System.Text.Json;
using SmtpGate.Files;

namespace SmtpGate.Configuration;

/// <summary>
/// The text of a configuration, changed where a value stands and nowhere else: comments, order and spelling stay.
/// </summary>
public sealed class SettingsText
{
    private static readonly JsonReaderOptions Lenient =
        new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private readonly byte[] _octets;
    private readonly Dictionary<string, (int Start, int End)> _ranges;

    /// <param name="octets">A byte order mark in front is left out.</param>
    public SettingsText(byte[] octets)
    {
        _octets = octets.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? octets[Encoding.UTF8.Preamble.Length..] : octets;
        _ranges = Ranges(_octets);
    }

    public ReadOnlyMemory<byte> Octets => _octets;

    /// <summary>Another value for a key that is there: <c>Sinks:0:Settings:Refresh</c>.</summary>
    /// <exception cref="KeyNotFoundException">It is not there.</exception>
    public SettingsText Replace(string key, string json)
    {
        var (start, end) = _ranges[key];
        return Spliced(start, end, json);
    }

    public bool Has(string key) => _ranges.ContainsKey(key);

    /// <summary>One more element at the end of a list.</summary>
    /// <exception cref="KeyNotFoundException">There is no such list.</exception>
    public SettingsText Append(string list, string json)
    {
        var (start, end) = _ranges[list];
        var count = Count(list);
        if (count == 0)
            return Spliced(start, end, $"[\n{json}\n]");
        var (last, behind) = _ranges[$"{list}:{count - 1}"];
        return Spliced(behind, behind, $",\n{Indented(json, last)}");
    }

    /// <summary>A key that is not there yet, as the first of its section.</summary>
    public SettingsText Insert(string section, string key, string json)
    {
        var start = _ranges[section].Start;
        var prefix = section.Length == 0 ? "" : section + ":";
        var isEmpty = !_ranges.Keys.Any(k => k.Length > prefix.Length && k.StartsWith(prefix, StringComparison.Ordinal));
        return Spliced(start + 1, start + 1, $"\n\"{key}\": {json}{(isEmpty ? "" : ",")}");
    }

    /// <summary>A list without one of its elements.</summary>
    public SettingsText Remove(string list, int index)
    {
        var (start, end) = _ranges[$"{list}:{index}"];
        if (index > 0)
            return Spliced(_ranges[$"{list}:{index - 1}"].End, end, "");
        return Count(list) > 1 ? Spliced(start, _ranges[$"{list}:1"].Start, "") : Replace(list, "[]");
    }

    /// <summary>Puts the text in the file's place in one step, with the file's own permissions.</summary>
    /// <exception cref="IOException">It could not be written; the file is as it was.</exception>
    public void Write(string path) => WholeFile.Write(path, isSecret: false, file => file.Write(_octets));

    private int Count(string list)
    {
        var count = 0;
        while (_ranges.ContainsKey($"{list}:{count}"))
            count++;
        return count;
    }

    private SettingsText Spliced(int start, int end, string text) =>
        new([.. _octets[..start], .. Encoding.UTF8.GetBytes(text), .. _octets[end..]]);

    // Like the one before it, where that begins a line.
    private string Indented(string json, int neighbour)
    {
        var line = _octets.AsSpan(0, neighbour).LastIndexOf((byte)'\n') + 1;
        var before = Encoding.UTF8.GetString(_octets.AsSpan(line..neighbour));
        return string.IsNullOrWhiteSpace(before) ? before + json.Replace("\n", "\n" + before, StringComparison.Ordinal) : json;
    }

    // Where each value begins and ends, by its key.
    private static Dictionary<string, (int Start, int End)> Ranges(byte[] octets)
    {
        var ranges = new Dictionary<string, (int, int)>();
        var reader = new Utf8JsonReader(octets, Lenient);
        var open = new Stack<(string Key, int Start, int Index)>();
        var name = "";
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                name = reader.GetString()!;
                continue;
            }
            if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
            {
                var (key, start, _) = open.Pop();
                ranges[key] = (start, (int)reader.BytesConsumed);
                continue;
            }
            var own = Enter(open, name);
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                open.Push((own, (int)reader.TokenStartIndex, reader.TokenType == JsonTokenType.StartArray ? 0 : -1));
            else
                ranges[own] = ((int)reader.TokenStartIndex, (int)reader.BytesConsumed);
        }
        return ranges;
    }

    private static string Enter(Stack<(string Key, int Start, int Index)> open, string name)
    {
        if (!open.TryPop(out var parent))
            return "";
        var own = parent.Index < 0 ? name : parent.Index.ToString(System.Globalization.CultureInfo.InvariantCulture);
        open.Push(parent with { Index = parent.Index < 0 ? -1 : parent.Index + 1 });
        return parent.Key.Length == 0 ? own : $"{parent.Key}:{own}";
    }
}
