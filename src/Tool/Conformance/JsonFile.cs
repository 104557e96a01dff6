using System.Collections;
using System.Text.Json;
using SmtpSim.Transcripts;

namespace SmtpSim.Conformance;

/// <summary>Reads a JSON file or says, with line and column, what is wrong with it.</summary>
internal static class JsonFile
{
    public static T Read<T>(string path, JsonSerializerOptions options)
    {
        var text = SourceFile.Read(path).TrimStart('\uFEFF');
        try
        {
            return JsonSerializer.Deserialize<T>(text, options)
                ?? throw new UnusableFileException(path, 1, 1, "the file is empty: null");
        }
        catch (JsonException wrong)
        {
            throw new UnusableFileException(
                path, (int)(wrong.LineNumber ?? 0) + 1, (int)(wrong.BytePositionInLine ?? 0) + 1, Explain<T>(wrong));
        }
    }

    // The serializer speaks of members and types of .NET; whoever wrote the file knows keys.
    private static string Explain<T>(JsonException wrong)
    {
        var key = (wrong.Path ?? "").TrimStart('$').TrimStart('.');
        var keys = typeof(T).GetConstructors().SelectMany(c => c.GetParameters())
            .Select(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name!)).Distinct().ToList();
        if (wrong.Message.Contains("could not be mapped", StringComparison.Ordinal))
            return $"there is no key '{key}'{Suggestion.For(key, keys)}; there are {string.Join(", ", keys)}";
        if (wrong.Message.Contains("could not be converted", StringComparison.Ordinal))
            return key.Length > 0 ? $"the value of '{key}' is of the wrong kind" : $"the file must be {Whole<T>()}";
        if (wrong.Message.StartsWith("The input does not contain any JSON tokens", StringComparison.Ordinal))
            return $"there is nothing in it, and it must be {Whole<T>()}";
        return wrong.Message.Contains("missing required", StringComparison.Ordinal)
            ? $"a key is missing: {wrong.Message.Split("including: ")[^1].TrimEnd('.')}"
            : wrong.Message.Split(" Path:")[0].Split(" LineNumber:")[0];
    }

    private static string Whole<T>() =>
        typeof(T).IsAssignableTo(typeof(IList)) ? "one JSON list: [ … ]" : "one JSON object: { … }";
}
