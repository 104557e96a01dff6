using System.Text;
using System.Text.Json;

namespace SmtpGate.Configuration;

/// <summary>A configuration file: its values, and on which line and column each stands.</summary>
public sealed class SettingsFile
{
    private static readonly JsonDocumentOptions Lenient =
        new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private readonly Dictionary<string, (int Line, int Column)> _places = [];
    private readonly List<int> _lineStarts = [0];

    private SettingsFile(string path, byte[] octets)
    {
        Path = path;
        Root = JsonDocument.Parse(octets, Lenient).RootElement;
        for (var i = 0; i < octets.Length; i++)
        {
            if (octets[i] == '\n')
                _lineStarts.Add(i + 1);
        }
        FindPlaces(octets);
    }

    public string Path { get; }

    public JsonElement Root { get; }

    /// <summary>The file, or the problem with it.</summary>
    public static (SettingsFile? File, SettingsProblem? Problem) Read(string path)
    {
        if (!File.Exists(path))
            return (null, new SettingsProblem(
                path, 0, 0, Directory.Exists(path) ? "this is a folder, not a file" : "there is no such file"));
        try
        {
            return Parse(path, File.ReadAllBytes(path));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return (null, new SettingsProblem(path, 0, 0, $"the file cannot be read: {unreadable.Message}"));
        }
    }

    /// <summary>What would be read if the file held these octets.</summary>
    public static (SettingsFile? File, SettingsProblem? Problem) Parse(string path, byte[] octets)
    {
        try
        {
            var file = new SettingsFile(path, WithoutMark(octets));
            var (line, column) = file.Place("");
            return file.Root.ValueKind == JsonValueKind.Object
                ? (file, null)
                : (null, new SettingsProblem(path, line, column, "the file must be one JSON object: { … }"));
        }
        catch (JsonException wrong)
        {
            return (null, new SettingsProblem(
                path, (int)(wrong.LineNumber ?? 0) + 1, (int)(wrong.BytePositionInLine ?? 0) + 1,
                $"this is no JSON: {WithoutContent(wrong.Message.Split(" LineNumber:")[0])}"));
        }
    }

    // Behind a forgotten quote the parser quotes all that follows, passwords too.
    private static string WithoutContent(string message)
    {
        if (message.StartsWith("The input does not contain any JSON tokens", StringComparison.Ordinal))
            return "there is nothing in it, and it must be one JSON object: { … }";
        var (first, last) = (message.IndexOf('\''), message.IndexOf("' is an invalid JSON literal", StringComparison.Ordinal));
        return first < 0 || last <= first ? message : $"{message[..first]}something without quotes{message[(last + 1)..]}";
    }

    // Editors on Windows put a byte order mark in front; RFC 8259 8.1 lets a parser pass over it.
    private static byte[] WithoutMark(byte[] octets) =>
        octets.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? octets[Encoding.UTF8.Preamble.Length..] : octets;

    /// <summary>Where the value of a key stands: <c>Sinks:0:Priority</c>. Its section's where the key is not there.</summary>
    public (int Line, int Column) Place(string key)
    {
        while (true)
        {
            if (_places.TryGetValue(key, out var place))
                return place;
            if (key.Length == 0)
                return (1, 1);
            key = key.Contains(':') ? key[..key.LastIndexOf(':')] : "";
        }
    }

    private void FindPlaces(byte[] octets)
    {
        var reader = new Utf8JsonReader(octets, new JsonReaderOptions
        {
            CommentHandling = JsonCommentHandling.Skip,
            AllowTrailingCommas = true,
        });
        var path = new Stack<(string Key, int Index)>();
        var name = "";
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.PropertyName or JsonTokenType.String)
                RequireText(ref reader);
            if (reader.TokenType == JsonTokenType.PropertyName)
                name = reader.GetString()!;
            else if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
                path.Pop();
            else
                Enter(ref reader, path, name);
        }
    }

    // Neither the document nor the reader looks into a text before it is asked for.
    private void RequireText(ref Utf8JsonReader reader)
    {
        try
        {
            reader.GetString();
        }
        catch (InvalidOperationException)
        {
            var (line, column) = PlaceOf((int)reader.TokenStartIndex);
            throw new JsonException("a text that is no Unicode: wrong UTF-8, or half a character.", null, line - 1, column - 1);
        }
    }

    private void Enter(ref Utf8JsonReader reader, Stack<(string Key, int Index)> path, string name)
    {
        var key = "";
        if (path.TryPop(out var parent))
        {
            var own = parent.Index < 0 ? name : parent.Index.ToString(System.Globalization.CultureInfo.InvariantCulture);
            key = parent.Key.Length == 0 ? own : $"{parent.Key}:{own}";
            path.Push(parent with { Index = parent.Index < 0 ? -1 : parent.Index + 1 });
        }
        // The last of several counts, as it does for its value.
        _places[key] = PlaceOf((int)reader.TokenStartIndex);
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            path.Push((key, reader.TokenType == JsonTokenType.StartArray ? 0 : -1));
    }

    private (int Line, int Column) PlaceOf(int index)
    {
        var at = _lineStarts.BinarySearch(index);
        var line = at < 0 ? ~at - 1 : at;
        return (line + 1, index - _lineStarts[line] + 1);
    }
}

/// <summary>What is wrong with a configuration, where, and what would be right.</summary>
public sealed record SettingsProblem(string File, int Line, int Column, string Message)
{
    public override string ToString() => Line == 0 ? $"{File}: {Message}" : $"{File}:{Line}:{Column}: {Message}";
}
